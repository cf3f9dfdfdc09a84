package io.millrace.edge.socket;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which web pages may open sockets (RFC 6455 section 10.2). A request without `Origin` does not come from a
/// page and passes; who it is must be proven otherwise.
record OriginPolicy(Set<String> allowed, boolean sameHostAllowed) {

    boolean admits(Handshake handshake) {
        return admits(handshake.headers().getOrDefault("origin", List.of()), handshake.header("host"));
    }

    /// @param origins all values of the header
    boolean admits(List<String> origins, Optional<String> ownHost) {
        if (origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.getFirst();
        return allowed.contains(origin) || (sameHostAllowed && isSameHost(origin, ownHost));
    }

    /// Browsers leave the default port out of both headers, so host and port can be compared as they stand. The
    /// scheme is not compared: behind a proxy that ends TLS it is unknown here.
    private static boolean isSameHost(String origin, Optional<String> ownHost) {
        int host = origin.startsWith("https://") ? 8 : origin.startsWith("http://") ? 7 : -1;
        return host > 0
                && ownHost.filter(origin.substring(host)::equalsIgnoreCase).isPresent();
    }
}
