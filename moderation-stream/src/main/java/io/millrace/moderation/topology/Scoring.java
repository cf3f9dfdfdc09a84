package io.millrace.moderation.topology;

import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.schema.state.Awaited;
import io.millrace.schema.state.HeldMessage;
import io.millrace.schema.state.UnscoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks the larger model and carries out what its scores ask for. Owned by one stream thread.
final class Scoring {

    /// What stands for the model's version when it did not answer.
    static final String ABSENT = "absent";

    /// After it a busy room may have had so many publications that it does not know the message by its id any
    /// more; a moderator can still remove it, because the desk asks the archive for its place.
    private static final Duration LATE = Duration.ofSeconds(10);

    private static final String ACTOR = "moderation-stream";
    private static final Refusal UNAVAILABLE = new Refusal(Refusal.MODERATION_UNAVAILABLE, "moderation unavailable");

    private final PolicySource policies;
    private final HeldMessages held;
    private final Holding holding;
    private final UnscoredMessages unscored;
    private final Escalations escalations;
    private final ScorerWatch watch = new ScorerWatch();

    Scoring(
            PolicySource policies,
            HeldMessages held,
            Holding holding,
            UnscoredMessages unscored,
            Escalations escalations) {
        this.policies = policies;
        this.held = held;
        this.holding = holding;
        this.unscored = unscored;
        this.escalations = escalations;
    }

    /// How many published messages have no scores yet.
    int unscored() {
        return unscored.size();
    }

    /// Whether a message may wait for an answer now.
    boolean mayWait(Instant now) {
        return watch.mayWait(now);
    }

    /// Asks for a message that waits.
    void askFor(HeldMessage waiting, String text, Emitter out) {
        out.request(waiting.getKey(), request(waiting.getMessage(), text, true, waiting.getDeadline()));
    }

    /// Asks for a message that was published.
    ///
    /// @param masked whether places of it were blotted out
    /// @param reasons rules that fired
    void askAfter(
            String key, MessageSubmitted message, String text, boolean masked, List<Reason> reasons, Emitter out) {
        ScoreRequest request = request(message, text, false, null);
        out.request(key, unscored.asked(new UnscoredMessage(key, request, null, masked, reasons)));
    }

    private static ScoreRequest request(
            MessageSubmitted message, String text, boolean waits, @Nullable Instant deadline) {
        return ScoreRequest.newBuilder()
                .setMessageId(message.getMessageId())
                .setRoom(message.getRoom())
                .setUser(message.getSender().getUser())
                .setClient(message.getSender().getClient())
                .setText(text)
                .setHeld(waits)
                .setSubmittedAt(message.getSubmittedAt())
                .setDeadline(deadline)
                .build();
    }

    /// Takes an answer.
    ///
    /// @throws IllegalArgumentException when its room or its message is none
    void answered(String key, ModelScores scores, Emitter out, Instant now) {
        var _ = new MessageId(scores.getMessageId());
        Policy policy = policies.of(new RoomId(scores.getRoom()));
        Changes.whole(() -> answered(key, scores, policy, out, now));
    }

    private void answered(String key, ModelScores scores, Policy policy, Emitter out, Instant now) {
        HeldMessage known = held.find(scores.getRoom(), scores.getMessageId());
        boolean published = known == null || known.getReleased();
        if (scores.getHeld()) {
            if (known != null && known.getAwaits() == Awaited.SCORER) {
                watch.answered(); // One that comes too late is no sign that waiting makes sense.
                decide(known, scores, policy, out, now);
            }
        } else if (!isUsable(scores)) {
            UnscoredMessage asked = unscored.failed(scores, now);
            if (published && (asked != null || unscored.isFull())) {
                out.decision(
                        key,
                        decision(scores, passed(asked), earlier(asked), policy, now)
                                .setScores(Map.of())
                                .setModel(ABSENT)
                                .build());
            }
        } else {
            UnscoredMessage asked = unscored.scored(scores);
            if (published) {
                afterwards(key, scores, asked, policy, out, now);
            } else if (known != null && waitsUnscored(known)) {
                decide(known, scores, policy, out, now);
            }
        }
    }

    /// A score that is no number would be above no threshold.
    private static boolean isUsable(ModelScores scores) {
        Map<String, Double> all = scores.getScores();
        return scores.getError() == null
                && !all.isEmpty()
                && all.values().stream().allMatch(score -> score >= 0 && score <= 1);
    }

    /// Whether nobody but the rules has looked at a message that waits for those before it.
    private static boolean waitsUnscored(HeldMessage known) {
        return known.getAwaits() == Awaited.TURN
                && known.getStage() != Stage.PERSON
                && (known.getModel() == null || known.getModel().equals(ABSENT));
    }

    private static Severity strictest(List<Hit> hits) {
        boolean none = hits.isEmpty() || hits.getFirst().trial();
        return none ? Severity.FLAG : hits.getFirst().severity();
    }

    private static Verdict passed(@Nullable UnscoredMessage asked) {
        return asked != null && asked.getMasked() ? Verdict.MASK : Verdict.ALLOW;
    }

    private static List<Reason> earlier(@Nullable UnscoredMessage asked) {
        return asked == null ? List.of() : asked.getReasons();
    }

    /// A message waited in vain.
    void withoutAnswer(HeldMessage waiting, Emitter out, Instant now) {
        watch.missed(now);
        Policy policy = policies.of(new RoomId(waiting.getMessage().getRoom()));
        absent(HeldMessage.newBuilder(waiting).setStage(Stage.DEADLINE).build(), policy, out, now);
    }

    /// Requests that failed are sent again when their time has come.
    void askAgain(Emitter out, Instant now) {
        unscored.due(now).forEach(waiting -> out.request(waiting.getKey(), waiting.getRequest()));
    }

    private void decide(HeldMessage waiting, ModelScores scores, Policy policy, Emitter out, Instant now) {
        if (!isUsable(scores)) {
            absent(scored(waiting, scores, List.of(), policy), policy, out, now);
            return;
        }
        List<Hit> hits = policy.scorer().judge(scores.getScores());
        HeldMessage judged = scored(waiting, scores, hits, policy);
        Severity strictest = strictest(hits);
        if (strictest == Severity.REFUSE) {
            strike(scores, waiting.getKey(), hits, policy, out);
            holding.discard(judged, Verdict.BOUNCE, Refusal.of(RuleId.SCORER), out, now);
        } else if (strictest == Severity.HOLD) {
            holding.forPerson(judged, policy, out, now);
        } else {
            holding.ready(judged, out, now);
        }
    }

    private static HeldMessage scored(HeldMessage waiting, ModelScores scores, List<Hit> hits, Policy policy) {
        return HeldMessage.newBuilder(waiting)
                .setStage(Stage.SCORER)
                .setScores(scores.getScores())
                .setModel(scores.getModel())
                .setPolicyVersion(policy.version())
                .setReasons(Outcomes.together(hits, waiting.getReasons()))
                .build();
    }

    private void absent(HeldMessage waiting, Policy policy, Emitter out, Instant now) {
        HeldMessage unjudged = HeldMessage.newBuilder(waiting)
                .setScores(Map.of())
                .setModel(ABSENT)
                .setPolicyVersion(policy.version())
                .build();
        switch (policy.scorer().whenDown()) {
            case OPEN -> {
                MessageSubmitted message = waiting.getMessage();
                holding.ready(unjudged, out, now);
                askAfter(
                        waiting.getKey(),
                        message,
                        Texts.of(message, policy),
                        waiting.getMasked() != null,
                        waiting.getReasons(),
                        out);
            }
            case HOLD -> holding.forPerson(unjudged, policy, out, now);
            case BLOCK -> holding.discard(unjudged, Verdict.BOUNCE, UNAVAILABLE, out, now);
        }
    }

    /// The message is in its room.
    private void afterwards(
            String key, ModelScores scores, @Nullable UnscoredMessage asked, Policy policy, Emitter out, Instant now) {
        List<Hit> hits = policy.scorer().judge(scores.getScores());
        List<Reason> reasons = Outcomes.together(hits, earlier(asked));
        Severity strictest = strictest(hits);
        boolean bad = strictest == Severity.REFUSE;
        if (bad) {
            strike(scores, key, hits, policy, out);
            String label = hits.getFirst().label();
            out.command(Outcomes.retract(
                    scores.getRoom(),
                    scores.getMessageId(),
                    ReviewItems.id(ReviewKind.FLAGGED, scores.getRoom(), "scorer " + scores.getMessageId()),
                    label == null ? "scorer" : "scorer: " + label,
                    ACTOR));
        }
        if (isForPeople(strictest, hits, policy, Duration.between(scores.getSubmittedAt(), now))) {
            out.review(key, flagged(scores, reasons));
        }
        out.decision(
                key,
                decision(scores, bad ? Verdict.RETRACT : passed(asked), reasons, policy, now)
                        .build());
    }

    private static boolean isForPeople(Severity strictest, List<Hit> hits, Policy policy, Duration age) {
        return switch (strictest) {
            case REFUSE -> age.compareTo(LATE) > 0;
            case HOLD -> true;
            case FLAG, MASK, SHADOW, DROP ->
                policy.holds().reviewFlagged() && Outcomes.isFlagged(Outcomes.reasons(hits));
        };
    }

    /// Dated by the scores, so that a repeat gives the same.
    private void strike(ModelScores scores, String key, List<Hit> hits, Policy policy, Emitter out) {
        var _ = escalations.strike(
                new Escalations.Offence(
                        key,
                        scores.getUser(),
                        scores.getRoom(),
                        scores.getMessageId(),
                        scores.getScoredAt().toEpochMilli()),
                Escalations.weight(hits, policy),
                policy,
                out);
    }

    /// Dated by the message, so that it is found in the archive.
    private static ReviewItem flagged(ModelScores scores, List<Reason> reasons) {
        return ReviewItem.newBuilder()
                .setId(ReviewItems.id(ReviewKind.FLAGGED, scores.getRoom(), scores.getMessageId()))
                .setKind(ReviewKind.FLAGGED)
                .setMessageId(scores.getMessageId())
                .setRoom(scores.getRoom())
                .setUser(scores.getUser())
                .setClient(scores.getClient())
                .setReasons(reasons)
                .setScores(scores.getScores())
                .setAt(scores.getSubmittedAt())
                .build();
    }

    private static ModerationDecision.Builder decision(
            ModelScores scores, Verdict verdict, List<Reason> reasons, Policy policy, Instant now) {
        return ModerationDecision.newBuilder()
                .setMessageId(scores.getMessageId())
                .setRoom(scores.getRoom())
                .setUser(scores.getUser())
                .setClient(scores.getClient())
                .setVerdict(verdict)
                .setReasons(reasons)
                .setPolicyVersion(policy.version())
                .setStage(Stage.SCORER)
                .setScores(scores.getScores())
                .setModel(scores.getModel())
                .setSubmittedAt(scores.getSubmittedAt())
                .setDecidedAt(now);
    }
}
