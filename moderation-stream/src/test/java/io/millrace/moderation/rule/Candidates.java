package io.millrace.moderation.rule;

import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Messages for tests.
final class Candidates {

    static final int TEXT_LIMIT = 2000;

    private Candidates() {}

    static Candidate json(String json) {
        return new Candidate(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), PayloadFormat.JSON, TEXT_LIMIT);
    }

    static Candidate text(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
        return json(json.append('"').toString());
    }

    /// A message of which more is judged than of others here.
    static Candidate longText(String text) {
        return new Candidate(
                ByteBuffer.wrap(('"' + text + '"').getBytes(StandardCharsets.UTF_8)), PayloadFormat.JSON, 32_768);
    }

    static Candidate binary(int size) {
        return new Candidate(ByteBuffer.allocate(size), PayloadFormat.BINARY, TEXT_LIMIT);
    }
}
