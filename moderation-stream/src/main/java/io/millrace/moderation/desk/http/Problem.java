package io.millrace.moderation.desk.http;

import org.jspecify.annotations.Nullable;

/// Why a request is not answered as wished (RFC 9457).
///
/// @param status of HTTP
/// @param field of the request that is wrong; null when none is
/// @param limit what it must be; null when that is not a range
/// @param value what it was; null when there was none, and for secrets
record Problem(
        int status,
        String detail,
        @Nullable String field,
        @Nullable String limit,
        @Nullable String value) {

    static Problem of(int status, String detail) {
        return new Problem(status, detail, null, null, null);
    }

    /// A field of the request has a wrong value.
    static Problem field(String field, String limit, @Nullable String value) {
        return new Problem(400, field + " must be " + limit, field, limit, value);
    }
}
