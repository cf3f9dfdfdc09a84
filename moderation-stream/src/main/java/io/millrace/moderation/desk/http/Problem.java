package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

/// Why a request is not answered as wished (RFC 9457).
///
/// @param status of HTTP
/// @param field of the request that is wrong; null when none is
/// @param limit what it must be; null when that is not a range
/// @param value what it was; null when there was none, and for secrets
/// @param errors mistakes of a document, each with its place; null when it is about none
record Problem(
        int status,
        String detail,
        @Nullable String field,
        @Nullable String limit,
        @Nullable String value,
        @Nullable ArrayNode errors) {

    Problem(int status, String detail, @Nullable String field, @Nullable String limit, @Nullable String value) {
        this(status, detail, field, limit, value, null);
    }

    static Problem of(int status, String detail) {
        return new Problem(status, detail, null, null, null);
    }

    /// The same with each mistake of a document.
    Problem with(ArrayNode mistakes) {
        return new Problem(status, detail, field, limit, value, mistakes);
    }

    /// A field of the request has a wrong value.
    static Problem field(String field, String limit, @Nullable String value) {
        return new Problem(400, field + " must be " + limit, field, limit, value);
    }
}
