package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/// An answer.
///
/// @param status of HTTP
/// @param body null for none
/// @param etag null for none
record Reply(int status, @Nullable JsonNode body, @Nullable String etag) {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static Reply ok(JsonNode body) {
        return new Reply(200, body, null);
    }

    static Reply empty() {
        return new Reply(204, null, null);
    }

    /// A change: 202 as long as its records have not reached their topics.
    static Reply changed(JsonNode body, boolean written) {
        return new Reply(written ? 200 : 202, body, null);
    }
}
