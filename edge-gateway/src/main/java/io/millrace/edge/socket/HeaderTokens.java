package io.millrace.edge.socket;

import io.helidon.http.HeaderName;
import io.helidon.http.Headers;
import java.util.Arrays;
import java.util.List;

/// Headers whose value is a list of tokens, over one or several lines (RFC 9110 section 5.6.1).
final class HeaderTokens {
    private HeaderTokens() {}

    static boolean contain(Headers headers, HeaderName name, String token) {
        return headers.contains(name) && contain(headers.get(name).allValues(), token);
    }

    static boolean contain(List<String> values, String token) {
        return of(values).stream().anyMatch(token::equalsIgnoreCase);
    }

    static List<String> of(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .toList();
    }
}
