package io.millrace.moderation.topology;

import io.millrace.moderation.conduct.Conduct;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.limit.Rate;
import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.policy.Behaviour;
import io.millrace.moderation.policy.Exemption;
import io.millrace.moderation.policy.Holds;
import io.millrace.moderation.policy.Limits;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.rule.SizeRule;
import io.millrace.moderation.strike.Strikes;
import io.millrace.moderation.text.Span;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Retract;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.schema.state.HeldMessage;
import io.millrace.schema.state.UnscoredMessage;
import io.millrace.serde.StateCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// The processor of one partition, whose stores outlive it. Words in a message say what the rules do with it:
/// `flag`, `mask`, `hold`, `shadow`, `drop` and `refuse`. Outputs are kept until the test takes them.
final class Partition implements PolicySource {

    static final String ROOM = "chat:lobby";
    static final Instant START = Instant.parse("2026-03-01T12:00:01Z");
    static final Duration HELD_FOR = Duration.ofMinutes(10);
    static final Duration DEADLINE = Duration.ofSeconds(2);
    static final ScorerUse HOLD = scorer(ScorerUse.Mode.HOLD, ScorerUse.WhenDown.OPEN);
    static final ScorerUse AFTER = scorer(ScorerUse.Mode.AFTER, ScorerUse.WhenDown.OPEN);

    final FakeRestrictions restrictions = new FakeRestrictions();
    final FakeStore<Buckets> senders =
            new FakeStore<>("senders", new BytesSerde<>(Buckets::toBytes, Buckets::fromBytes));
    final FakeStore<Conduct> conduct =
            new FakeStore<>("conduct", new BytesSerde<>(Conduct::toBytes, Conduct::fromBytes));
    final FakeStore<Strikes> strikes =
            new FakeStore<>("strikes", new BytesSerde<>(Strikes::toBytes, Strikes::fromBytes));
    final FakeStore<HeldMessage> held = new FakeStore<>(
            "held", BytesSerde.avro(new StateCodec<>(HeldMessage.getEncoder(), HeldMessage.getDecoder())));
    final FakeStore<UnscoredMessage> unscored = new FakeStore<>(
            "unscored", BytesSerde.avro(new StateCodec<>(UnscoredMessage.getEncoder(), UnscoredMessage.getDecoder())));

    Policy policy = policy(ScorerUse.OFF);
    Instant now = START;
    private long position;
    private MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private ModerationProcessor processor;
    private final List<SpecificRecord> taken = new ArrayList<>();

    /// Ids of sanctions that were ended.
    final List<String> ended = new ArrayList<>();

    Partition() {
        processor = start();
    }

    static ScorerUse scorer(ScorerUse.Mode mode, ScorerUse.WhenDown whenDown) {
        return new ScorerUse(mode, DEADLINE, whenDown, Map.of("insult", new ScorerUse.Thresholds(0.2, 0.5, 0.8)));
    }

    static Policy policy(ScorerUse scorer) {
        return policy(scorer, new Holds(HELD_FOR, Holds.OnTimeout.DROP, 5, false));
    }

    static Policy policy(ScorerUse scorer, Holds holds) {
        return policy("v1", scorer, holds, Exemption.NOBODY);
    }

    /// With rules of conduct and a ladder.
    static Policy policy(ScorerUse scorer, Behaviour behaviour, Exemption exempt) {
        Policy usual = policy(scorer);
        return new Policy("v1", usual.limits(), usual.content(), behaviour, scorer, usual.holds(), exempt);
    }

    static Policy policy(String version, ScorerUse scorer, Holds holds, Exemption exempt) {
        Rate plenty = new Rate(1_000_000, Duration.ofSeconds(1));
        return new Policy(
                version,
                new Limits(new SizeRule(1000), new RateLimits(plenty, plenty), 2000),
                List.of(Partition::words),
                Behaviour.OFF,
                scorer,
                holds,
                exempt);
    }

    private static List<Hit> words(Candidate message) {
        List<Hit> hits = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            int at = message.rawText().indexOf(severity.label());
            if (at >= 0) {
                Span span = new Span(at, at + severity.label().length());
                hits.addFirst(new Hit(RuleId.BLOCKLIST, "words", span, severity));
            }
        }
        return hits;
    }

    @Override
    public Policy general() {
        return policy;
    }

    @Override
    public Policy of(io.millrace.id.RoomId room) {
        return policy;
    }

    private ModerationProcessor start() {
        Properties settings = new Properties();
        settings.putAll(KafkaSettings.local("127.0.0.1:1").streams("moderation-stream", false));
        context = new MockProcessorContext<>(settings, new TaskId(0, 0), new java.io.File("unused"));
        context.addStateStore(senders);
        context.addStateStore(conduct);
        context.addStateStore(strikes);
        context.addStateStore(held);
        context.addStateStore(unscored);
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        ModerationProcessor fresh = new ModerationProcessor(
                new Environment(this, restrictions, _ -> true), new ModerationMeters(Meters.create("test")));
        fresh.init(context);
        return fresh;
    }

    /// Another instance takes over what is in the stores.
    void restart() {
        collect();
        processor.close();
        processor = start();
    }

    /// A message of a user to a room; its id is its text, and its correlation its position.
    long say(String user, String room, String text) {
        long at = position++;
        submit(message(user, room, text, text, at), at);
        return at;
    }

    /// A message of alice to the lobby.
    long say(String text) {
        return say("alice", ROOM, text);
    }

    /// A message with an id that was used before.
    long sayAgain(String messageId, String text) {
        long at = position++;
        submit(message("alice", ROOM, messageId, text, at), at);
        return at;
    }

    /// A message of the log once more.
    void readAgain(String text, long at) {
        submit(message("alice", ROOM, text, text, at), at);
    }

    void submit(MessageSubmitted message, long at) {
        process("messages.submitted", at, message.getSender().getUser(), message);
    }

    static MessageSubmitted message(String user, String room, String messageId, String text, long correlation) {
        return Messages.of(id(messageId), user, "\"" + text + "\"")
                .setRoom(room)
                .setReplyTo(new ReplyAddress(0, Messages.INCARNATION, correlation))
                .build();
    }

    private static String id(String messageId) {
        return messageId.replace(' ', '-');
    }

    void rule(RulingAction action, String messageId) {
        rule("alice", ROOM, action, messageId);
    }

    void rule(String user, String room, RulingAction action, String messageId) {
        String review = ReviewItems.id(ReviewKind.HELD, room, id(messageId));
        rule(
                user,
                new Ruling(
                        "r-" + id(messageId),
                        review,
                        id(messageId),
                        null,
                        null,
                        room,
                        user,
                        "",
                        action,
                        "",
                        "mod",
                        now));
    }

    void rule(@Nullable String key, Ruling ruling) {
        process("moderation.rulings", 0, key, ruling);
    }

    /// An answer to what was asked last about a message.
    void score(String messageId, double insult) {
        answer(answerTo(messageId).setScores(Map.of("insult", insult)).build());
    }

    void fail(String messageId) {
        answer(answerTo(messageId).setError("overload").build());
    }

    void answer(ModelScores scores) {
        process("moderation.scores", 0, scores.getUser(), scores);
    }

    ModelScores.Builder answerTo(String messageId) {
        ScoreRequest request = all(ScoreRequest.class).stream()
                .filter(asked -> asked.getMessageId().equals(id(messageId)))
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError("nobody asked about " + messageId));
        return ModelScores.newBuilder()
                .setMessageId(request.getMessageId())
                .setRoom(request.getRoom())
                .setUser(request.getUser())
                .setClient(request.getClient())
                .setHeld(request.getHeld())
                .setAttempt(request.getAttempt())
                .setScores(Map.of())
                .setModel("m-1")
                .setSubmittedAt(request.getSubmittedAt())
                .setScoredAt(now);
    }

    void process(String topic, long at, @Nullable String key, SpecificRecord value) {
        context.setRecordMetadata(topic, 0, at);
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        processor.process(new Record<>(key, value, now.toEpochMilli()));
    }

    /// Lets the clock go on, one tick at its end.
    void pass(Duration time) {
        now = now.plus(time);
        tick();
    }

    void tick() {
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        for (MockProcessorContext.CapturedPunctuator punctuator : context.scheduledPunctuators()) {
            if (punctuator.getType() == PunctuationType.WALL_CLOCK_TIME) {
                punctuator.getPunctuator().punctuate(now.toEpochMilli());
            }
        }
    }

    private void collect() {
        for (var forward : context.forwarded()) {
            Object value = forward.record().value();
            if (value == null) {
                ended.add((String) forward.record().key());
            } else {
                taken.add(value instanceof InboxDelivery delivery ? delivery.content() : (SpecificRecord) value);
            }
        }
        context.resetForwards();
    }

    /// Everything of a kind that came out so far, in order.
    <T> List<T> all(Class<T> kind) {
        collect();
        return taken.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Forgets what came out so far.
    void clear() {
        collect();
        taken.clear();
    }

    List<Publish> publishes() {
        return all(RoomCommand.class).stream()
                .map(RoomCommand::getPublish)
                .filter(Objects::nonNull)
                .toList();
    }

    /// Ids of what was published.
    List<String> published() {
        return publishes().stream().map(Publish::getMessageId).toList();
    }

    List<Retract> retracts() {
        return all(RoomCommand.class).stream()
                .map(RoomCommand::getRetract)
                .filter(Objects::nonNull)
                .toList();
    }

    List<PublishAnswer> answers() {
        return all(io.millrace.schema.edge.EdgeDelivery.class).stream()
                .map(delivery -> Objects.requireNonNull(delivery.getAnswer()))
                .toList();
    }

    /// What the last one who was refused was told.
    String lastRefusal() {
        return Objects.requireNonNull(answers().getLast().getRejected()).getReason();
    }

    /// Sanctions that were given are in force from now on.
    void followSanctions() {
        restrictions.sanctions.addAll(all(io.millrace.schema.moderation.Sanction.class));
    }

    /// Who was told what, as `id code`.
    List<String> refusals() {
        return answers().stream()
                .filter(answer -> answer.getRejected() != null)
                .map(answer -> answer.getMessageId() + " "
                        + Objects.requireNonNull(answer.getRejected()).getCode())
                .toList();
    }

    /// What was decided, as `id verdict stage`.
    List<String> decisions() {
        return all(ModerationDecision.class).stream()
                .map(decision -> decision.getMessageId() + " " + decision.getVerdict() + " " + decision.getStage())
                .toList();
    }

    ModerationDecision lastDecision() {
        return all(ModerationDecision.class).getLast();
    }

    List<String> reviews() {
        return all(ReviewItem.class).stream()
                .map(item -> item.getMessageId() + " " + item.getKind())
                .toList();
    }

    List<String> requests() {
        return all(ScoreRequest.class).stream()
                .map(request -> request.getMessageId() + " " + request.getHeld() + " " + request.getAttempt())
                .toList();
    }

    static String text(Publish publish) {
        return StandardCharsets.UTF_8.decode(publish.getData().duplicate()).toString();
    }
}
