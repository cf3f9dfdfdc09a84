package io.millrace.moderation.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.limit.Rate;
import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.policy.Limits;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.moderation.rule.Blocklist;
import io.millrace.moderation.rule.BlocklistRule;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.rule.SizeRule;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.edge.Rejected;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationTopologyTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.200Z");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:01Z");
    private static final int LIMIT = 200;
    private static final Hit FLAG = Hit.scored(RuleId.MODEL, "insult", 0.75, Severity.FLAG);

    private final ModerationSerdes serdes = PlainSerdes.all();
    private final TopologyTestDriver driver = driver();
    private final TestInputTopic<String, MessageSubmitted> submitted = driver.createInputTopic(
            "messages.submitted",
            new StringSerializer(),
            serdes.of(Topics.MESSAGES_SUBMITTED).serializer());
    private final TestInputTopic<String, byte[]> raw =
            driver.createInputTopic("messages.submitted", new StringSerializer(), new ByteArraySerializer());
    private final TestOutputTopic<String, RoomCommand> commands = driver.createOutputTopic(
            "room.commands",
            new StringDeserializer(),
            serdes.of(Topics.ROOM_COMMANDS).deserializer());
    private final TestOutputTopic<String, EdgeDelivery> deliveries = driver.createOutputTopic(
            "edge.deliveries",
            new StringDeserializer(),
            serdes.of(Topics.EDGE_DELIVERIES).deserializer());
    private final TestOutputTopic<String, ModerationDecision> decisions = driver.createOutputTopic(
            "moderation.decisions",
            new StringDeserializer(),
            serdes.of(Topics.MODERATION_DECISIONS).deserializer());
    private final TestOutputTopic<String, byte[]> deadLetters =
            driver.createOutputTopic("messages.submitted.dlq", new StringDeserializer(), new ByteArrayDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void allowedMessageBecomesACommandOfItsRoomAndADecision() {
        MessageSubmitted message = Messages.saying("hello").build();
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", new byte[] {1});

        submitted.pipeInput(new TestRecord<>("alice", message, headers, AT));

        assertThat(commands.readRecordsToList())
                .containsExactly(new TestRecord<>("chat:lobby", publish(message), headers, AT));
        assertThat(decisions.readRecordsToList())
                .containsExactly(new TestRecord<>(
                        "alice",
                        new ModerationDecision(
                                "m-1",
                                "chat:lobby",
                                "alice",
                                Messages.CLIENT,
                                Verdict.ALLOW,
                                List.of(),
                                null,
                                "test-policy",
                                Messages.SUBMITTED_AT,
                                NOW,
                                Stage.RULES,
                                Map.of(),
                                null,
                                null),
                        headers,
                        AT));
        assertThat(deliveries.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void contentThatIsRefusedReachesTheSenderAndNotTheRoom() {
        submitted.pipeInput("alice", Messages.saying("you b4dw0rd").build(), AT);

        assertThat(commands.isEmpty()).isTrue();
        assertThat(decisions.readRecord().value())
                .isEqualTo(new ModerationDecision(
                        "m-1",
                        "chat:lobby",
                        "alice",
                        Messages.CLIENT,
                        Verdict.BOUNCE,
                        List.of(new Reason("blocklist", "names", null, 4, 11, "refuse", false)),
                        400,
                        "test-policy",
                        Messages.SUBMITTED_AT,
                        NOW,
                        Stage.RULES,
                        Map.of(),
                        null,
                        null));
        assertThat(deliveries.readRecordsToList())
                .containsExactly(new TestRecord<>(
                        "chat:lobby",
                        rejected("m-1", 42, 400, "message rejected by moderation: blocklist"),
                        new RecordHeaders(),
                        AT));
    }

    @Test
    void flaggedMessageReachesItsRoomAndItsDecisionTellsTheScore() {
        submitted.pipeInput("alice", Messages.saying("you flagword").build(), AT);

        assertThat(commands.getQueueSize()).isOne();
        assertThat(deliveries.isEmpty()).isTrue();
        ModerationDecision decision = decisions.readRecord().value();
        assertThat(decision.getVerdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decision.getErrorCode()).isNull();
        assertThat(decision.getReasons())
                .containsExactly(new Reason("model", "insult", 0.75, null, null, "flag", false));
    }

    @Test
    void messageThatIsTooLargeIsRefusedWithBothNumbers() {
        MessageSubmitted message = Messages.saying("x")
                .setData(ByteBuffer.allocate(LIMIT + 1))
                .setFormat(PayloadFormat.BINARY)
                .build();

        submitted.pipeInput("alice", message, AT);

        assertThat(commands.isEmpty()).isTrue();
        assertThat(deliveries.readValue())
                .isEqualTo(rejected("m-1", 42, 107, "message has 201 bytes, the limit is 200"));
        assertThat(decisions.readValue().getReasons())
                .containsExactly(new Reason("size", null, null, null, null, "refuse", false));
    }

    @Test
    void messagesBeyondTheRateAreRefusedUntilTheBucketHasRoom() {
        for (int i = 0; i < 4; i++) {
            submitted.pipeInput(
                    "alice", Messages.of("m-" + i, "alice", "\"hi\"").build(), AT);
        }
        submitted.pipeInput("alice", Messages.of("m-later", "alice", "\"hi\"").build(), AT.plusMillis(334));

        assertThat(commands.readValuesToList())
                .extracting(command -> command.getPublish().getMessageId())
                .containsExactly("m-0", "m-1", "m-2", "m-later");
        assertThat(deliveries.readValuesToList()).containsExactly(rejected("m-3", 42, 111, "too many requests"));
        assertThat(decisions.readValuesToList())
                .extracting(ModerationDecision::getErrorCode)
                .containsExactly(null, null, null, 111, null);
    }

    @Test
    void sendersDoNotUseUpEachOthersBuckets() {
        for (int i = 0; i < 3; i++) {
            submitted.pipeInput("alice", Messages.saying("hi").build(), AT);
            submitted.pipeInput("c1", anonymous("c1"), AT);
            submitted.pipeInput("c2", anonymous("c2"), AT);
        }

        assertThat(commands.readValuesToList()).hasSize(9);
        assertThat(deliveries.isEmpty()).isTrue();
    }

    @Test
    void userCannotUseUpTheBucketOfAConnectionBySharingItsName() {
        for (int i = 0; i < 4; i++) {
            submitted.pipeInput("c1", Messages.of("m", "c1", "\"hi\"").build(), AT);
        }
        submitted.pipeInput("c1", anonymous("c1"), AT);

        assertThat(commands.readValuesToList()).hasSize(4);
    }

    @Test
    void nobodyIsAnsweredWhenNobodyWaits() {
        submitted.pipeInput("alice", Messages.saying("badword").setReplyTo(null).build(), AT);

        assertThat(deliveries.isEmpty()).isTrue();
        assertThat(decisions.readValue().getVerdict()).isEqualTo(Verdict.BOUNCE);
    }

    @Test
    void namespaceWithoutModerationIsNotJudged() {
        MessageSubmitted message =
                Messages.saying("badword").setRoom("free:talk").build();

        submitted.pipeInput("alice", message, AT);

        assertThat(commands.readRecordsToList())
                .containsExactly(new TestRecord<>("free:talk", publish(message), new RecordHeaders(), AT));
        assertThat(decisions.isEmpty()).isTrue();
    }

    @Test
    void binaryPayloadIsNotSearchedForWords() {
        MessageSubmitted message =
                Messages.saying("badword").setFormat(PayloadFormat.BINARY).build();

        submitted.pipeInput("alice", message, AT);

        assertThat(commands.readValuesToList()).containsExactly(publish(message));
    }

    @Test
    void recordWithoutAKeyIsDecidedUnderItsSender() {
        submitted.pipeInput(null, Messages.saying("hi").build(), AT);

        assertThat(decisions.readRecord().key()).isEqualTo("alice");
    }

    @Test
    void orderOfAUserIsKept() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add("m-" + i);
            submitted.pipeInput(
                    "alice", Messages.of("m-" + i, "alice", "\"hi\"").build(), AT.plusSeconds(i));
        }

        assertThat(commands.readValuesToList())
                .extracting(command -> command.getPublish().getMessageId())
                .isEqualTo(sent);
    }

    @Test
    void bytesThatAreNoMessageGoToTheDeadLetters() {
        raw.pipeInput("alice", "no avro".getBytes(StandardCharsets.UTF_8), AT);
        submitted.pipeInput("alice", Messages.saying("hi").build(), AT);

        TestRecord<String, byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo("alice");
        assertThat(letter.value()).isEqualTo("no avro".getBytes(StandardCharsets.UTF_8));
        assertThat(header(letter, "reason")).startsWith("SerializationException");
        assertThat(header(letter, "component")).isEqualTo("moderation-stream");
        assertThat(header(letter, "topic")).isEqualTo("messages.submitted");
        assertThat(header(letter, "offset")).isEqualTo("0");
        assertThat(commands.readValuesToList()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no value", "room", "message id", "inbox", "incarnation"})
    void messageThatCanNeverBeHandledGoesToTheDeadLettersAndChargesNobody(String wrong) {
        submitted.pipeInput("alice", poison(wrong), AT);
        for (int i = 0; i < 3; i++) {
            submitted.pipeInput("alice", Messages.saying("hi").build(), AT);
        }

        TestRecord<String, byte[]> letter = deadLetters.readRecord();
        assertThat(header(letter, "reason")).startsWith("IllegalArgumentException");
        assertThat(header(letter, "stack-digest")).matches("[0-9a-f]{16}");
        assertThat(deadLetters.isEmpty()).isTrue();
        assertThat(commands.readValuesToList()).hasSize(3);
        assertThat(deliveries.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "room", "action", "message id", "id"})
    void rulingThatCanNeverBeCarriedOutGoesToItsDeadLetters(String wrong) {
        Ruling ruling = Ruling.newBuilder()
                .setId(wrong.equals("id") ? "" : "r-1")
                .setMessageId(wrong.equals("message id") ? "" : "m-1")
                .setRoom(wrong.equals("room") ? "café" : "chat:lobby")
                .setUser("alice")
                .setAction(wrong.equals("action") ? RulingAction.UNKNOWN : RulingAction.REMOVE)
                .setActor("mod")
                .setAt(AT)
                .build();

        driver.createInputTopic(
                        "moderation.rulings",
                        new StringSerializer(),
                        serdes.of(Topics.MODERATION_RULINGS).serializer())
                .pipeInput(wrong.equals("key") ? null : "alice", ruling, AT);

        assertThat(deadLettersOf("moderation.rulings")).isOne();
        assertThat(commands.isEmpty()).isTrue();
        assertThat(decisions.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "room", "message id"})
    void scoresThatCanNeverBeUsedGoToTheirDeadLetters(String wrong) {
        ModelScores scores = ModelScores.newBuilder()
                .setMessageId(wrong.equals("message id") ? "" : "m-1")
                .setRoom(wrong.equals("room") ? "café" : "chat:lobby")
                .setUser("alice")
                .setClient(Messages.CLIENT)
                .setHeld(false)
                .setScores(Map.of("insult", 1.0))
                .setModel("m")
                .setSubmittedAt(AT)
                .setScoredAt(AT)
                .build();

        driver.createInputTopic(
                        "moderation.scores",
                        new StringSerializer(),
                        serdes.of(Topics.MODERATION_SCORES).serializer())
                .pipeInput(wrong.equals("key") ? null : "alice", scores, AT);

        assertThat(deadLettersOf("moderation.scores")).isOne();
        assertThat(decisions.isEmpty()).isTrue();
    }

    @Test
    void sendersAreForgottenWhenTheirBucketsAreFull() {
        KeyValueStore<String, Buckets> store = driver.getKeyValueStore("senders");
        submitted.pipeInput("alice", Messages.saying("hi").build(), AT);
        assertThat(store.get("u:alice")).isNotNull();

        submitted.pipeInput("bob", Messages.of("m", "bob", "\"hi\"").build(), AT.plusSeconds(200));
        submitted.pipeInput("bob", Messages.of("m", "bob", "\"hi\"").build(), AT.plusSeconds(202));

        assertThat(store.get("u:alice")).isNull();
        assertThat(store.get("u:bob")).isNotNull();
    }

    private long deadLettersOf(String topic) {
        return driver.createOutputTopic(topic + ".dlq", new StringDeserializer(), new ByteArrayDeserializer())
                .getQueueSize();
    }

    private static TopologyTestDriver driver(ModerationSerdes serdes) {
        Properties settings = new Properties();
        settings.putAll(KafkaSettings.local("127.0.0.1:1").streams("moderation-stream", false));
        return new TopologyTestDriver(
                ModerationTopology.build(
                        serdes,
                        new Environment(
                                PolicySource.fixed(policy()),
                                new FakeRestrictions(),
                                room -> !room.namespace().equals("free")),
                        new ModerationMeters(Meters.create("test")),
                        1),
                settings,
                NOW);
    }

    private TopologyTestDriver driver() {
        return driver(serdes);
    }

    private static Policy policy() {
        return new Policy(
                "test-policy",
                new Limits(
                        new SizeRule(LIMIT),
                        new RateLimits(new Rate(60, Duration.ofMinutes(1)), new Rate(3, Duration.ofSeconds(1))),
                        2000),
                List.of(
                        new BlocklistRule(Blocklist.of("names", List.of("badword"), List.of())),
                        message -> message.text().folded().contains("flagword") ? List.of(FLAG) : List.of()));
    }

    private static @Nullable MessageSubmitted poison(String wrong) {
        MessageSubmitted.Builder message = Messages.saying("hi");
        return switch (wrong) {
            case "room" -> message.setRoom("café").build();
            case "message id" -> message.setMessageId("").build();
            case "inbox" ->
                message.setReplyTo(new ReplyAddress(-1, Messages.INCARNATION, 1L))
                        .build();
            case "incarnation" ->
                message.setReplyTo(new ReplyAddress(0, "", 1L)).build();
            default -> null;
        };
    }

    private static MessageSubmitted anonymous(String client) {
        return Messages.saying("hi")
                .setSender(new Sender("", client, null, null))
                .build();
    }

    private static RoomCommand publish(MessageSubmitted message) {
        return RoomCommand.newBuilder()
                .setRoom(message.getRoom())
                .setPublish(new Publish(
                        message.getMessageId(),
                        message.getSender(),
                        message.getData(),
                        message.getFormat(),
                        message.getSubmittedAt(),
                        message.getReplyTo(),
                        null))
                .build();
    }

    private static EdgeDelivery rejected(String messageId, long correlation, int code, String reason) {
        return EdgeDelivery.newBuilder()
                .setIncarnation(Messages.INCARNATION)
                .setRoom("chat:lobby")
                .setAnswer(new PublishAnswer(correlation, messageId, null, new Rejected(code, reason), null))
                .build();
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader("millrace.dlq." + name).value(), StandardCharsets.UTF_8);
    }
}
