package io.millrace.load.client;

import io.millrace.load.scenario.Encoding;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// What many clients have in common.
///
/// @param addresses WebSocket addresses of edges, at least one; each reconnect goes to the next one
/// @param encoding of the protocol
/// @param firstPause longest pause before the first reconnect; it doubles from failure to failure, and each
///     client chooses its own at random between half of it and the whole
/// @param longestPause where the doubling ends
/// @param joinLeave whether subscriptions hear who comes and goes
public record ClientSettings(
        List<URI> addresses, Encoding encoding, Duration firstPause, Duration longestPause, boolean joinLeave) {

    /// @throws IllegalArgumentException without an address
    public ClientSettings {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a client needs at least one address");
        }
        addresses = List.copyOf(addresses);
    }

    /// JSON, pauses from 100 ms to 1.6 s, without joins and leaves.
    public static ClientSettings of(List<URI> addresses) {
        return new ClientSettings(addresses, Encoding.JSON, Duration.ofMillis(100), Duration.ofMillis(1_600), false);
    }

    public ClientSettings withEncoding(Encoding other) {
        return new ClientSettings(addresses, other, firstPause, longestPause, joinLeave);
    }

    /// The same with joins and leaves.
    public ClientSettings withJoinLeave() {
        return new ClientSettings(addresses, encoding, firstPause, longestPause, true);
    }
}
