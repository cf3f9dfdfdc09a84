package io.millrace.edge.socket;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The opening handshake as the client sent it (RFC 6455 section 4.1).
///
/// @param path decoded path without query
/// @param query decoded query parameters
/// @param headers all header values by lower-case name
/// @param peer the other end of the TCP connection
/// @param secure whether it came through TLS that ends here
/// @param subprotocols what the client offered, in its order of preference
public record Handshake(
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        InetSocketAddress peer,
        boolean secure,
        List<String> subprotocols) {

    /// The first value of a header.
    ///
    /// @param name in any case
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /// The first value of a query parameter.
    public Optional<String> queryParameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// Leaves out headers and query, which may hold credentials.
    @Override
    public String toString() {
        return "Handshake[path=" + path + ", peer=" + peer + ", secure=" + secure + ", subprotocols=" + subprotocols
                + "]";
    }
}
