package io.millrace.moderation.topology;

import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Submitted messages for tests.
final class Messages {

    static final Instant SUBMITTED_AT = Instant.parse("2026-03-01T12:00:00.123456Z");
    static final String CLIENT = "0190d3a0-0000-7000-8000-000000000001";
    static final String INCARNATION = "0190d3a0-0000-7000-8000-00000000000a";

    private Messages() {}

    /// A message of alice to `chat:lobby`, for whose outcome inbox 0 waits.
    static MessageSubmitted.Builder saying(String text) {
        return of("m-1", "alice", "\"" + text + "\"");
    }

    static MessageSubmitted.Builder of(String messageId, String user, String json) {
        return MessageSubmitted.newBuilder()
                .setMessageId(messageId)
                .setRoom("chat:lobby")
                .setSender(new Sender(user, CLIENT, bytes("{\"name\":\"A\"}"), null))
                .setData(bytes(json))
                .setFormat(PayloadFormat.JSON)
                .setSubmittedAt(SUBMITTED_AT)
                .setReplyTo(new ReplyAddress(0, INCARNATION, 42L));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
