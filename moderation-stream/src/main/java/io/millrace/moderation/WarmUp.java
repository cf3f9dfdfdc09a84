package io.millrace.moderation;

import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.topology.ModerationSerdes;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does before the first message what would make it slow: asks the registry for every schema and loads the
/// tables of the rules. Sends nothing.
final class WarmUp {

    private static final Logger LOGGER = LoggerFactory.getLogger(WarmUp.class);
    private static final ByteBuffer TEXT = ByteBuffer.wrap("\"wаrm\"".getBytes(StandardCharsets.UTF_8));

    private WarmUp() {}

    /// Runs the rules once and asks the registry for every schema.
    ///
    /// @throws RuntimeException when the registry does not answer
    static void run(ModerationSerdes serdes, Policy policy) {
        Verdict verdict = policy.judge(
                new Candidate(
                        TEXT.duplicate(), PayloadFormat.JSON, policy.limits().text()),
                List.of());
        LOGGER.atDebug().addKeyValue("verdict", verdict).log("rules are warm");
        askRegistry(serdes);
    }

    private static void askRegistry(ModerationSerdes serdes) {
        String submitted = Topics.MESSAGES_SUBMITTED.name();
        byte[] bytes = serdes.of(Topics.MESSAGES_SUBMITTED).serializer().serialize(submitted, message());
        var _ = serdes.of(Topics.MESSAGES_SUBMITTED).deserializer().deserialize(submitted, bytes);
        var _ = serdes.of(Topics.ROOM_COMMANDS)
                .serializer()
                .serialize(
                        Topics.ROOM_COMMANDS.name(),
                        RoomCommand.newBuilder().setRoom("warm").build());
        var _ = serdes.of(Topics.EDGE_DELIVERIES)
                .serializer()
                .serialize(
                        Topics.EDGE_DELIVERIES.name(),
                        EdgeDelivery.newBuilder()
                                .setIncarnation("warm")
                                .setRoom("warm")
                                .build());
        var _ = serdes.of(Topics.MODERATION_DECISIONS)
                .serializer()
                .serialize(Topics.MODERATION_DECISIONS.name(), decision());
    }

    private static MessageSubmitted message() {
        return MessageSubmitted.newBuilder()
                .setMessageId("warm")
                .setRoom("warm")
                .setSender(new Sender("", "warm", null, null))
                .setData(TEXT.duplicate())
                .setFormat(PayloadFormat.JSON)
                .setSubmittedAt(Instant.EPOCH)
                .build();
    }

    private static ModerationDecision decision() {
        return ModerationDecision.newBuilder()
                .setMessageId("warm")
                .setRoom("warm")
                .setUser("")
                .setClient("warm")
                .setVerdict(io.millrace.schema.moderation.Verdict.ALLOW)
                .setReasons(List.of())
                .setPolicyVersion("warm")
                .setSubmittedAt(Instant.EPOCH)
                .setDecidedAt(Instant.EPOCH)
                .build();
    }
}
