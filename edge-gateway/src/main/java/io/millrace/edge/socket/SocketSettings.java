package io.millrace.edge.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Limits and deadlines of all sockets of one listener.
///
/// @param maxFrameBytes payload of one data frame; more closes with 1009
/// @param maxMessageBytes payload of one message over all its fragments; more closes with 1009
/// @param maxFragments data frames in one message; more closes with 1008
/// @param maxConnections TCP connections of the listener, plain HTTP included; more are closed at once
/// @param closeTimeout from our close frame to the end of TCP
/// @param writeTimeout how long a peer may take no bytes while we write
/// @param handshakeTimeout from TCP accept, or from the first byte of a later request, to the end of the
///     request headers
/// @param transferTimeout time that one plain HTTP request may spend waiting for its body, or one write of its
///     response
/// @param allowedOrigins accepted `Origin` values, compared exactly; requests without `Origin` always pass
/// @param sameHostAllowed whether an `Origin` whose host and port equal the `Host` header passes too
/// @param compression whether permessage-deflate (RFC 7692) is agreed to when a client offers it
public record SocketSettings(
        int maxFrameBytes,
        int maxMessageBytes,
        int maxFragments,
        int maxConnections,
        Duration closeTimeout,
        Duration writeTimeout,
        Duration handshakeTimeout,
        Duration transferTimeout,
        Set<String> allowedOrigins,
        boolean sameHostAllowed,
        boolean compression) {

    private static final int SMALLEST_LIMIT = 125;
    private static final int LARGEST_LIMIT = 64 * 1024 * 1024;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#\\sA-Z*]+");

    /// Checks everything and tells all problems at once.
    ///
    /// @throws IllegalArgumentException naming each value that cannot be used
    public SocketSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
        List<String> problems = new ArrayList<>();
        size(problems, "maxFrameBytes", maxFrameBytes);
        size(problems, "maxMessageBytes", maxMessageBytes);
        if (maxFragments < 1) {
            problems.add("maxFragments must be positive, is " + maxFragments);
        }
        if (maxConnections < 1) {
            problems.add("maxConnections must be positive, is " + maxConnections);
        }
        duration(problems, "closeTimeout", closeTimeout);
        duration(problems, "writeTimeout", writeTimeout);
        duration(problems, "handshakeTimeout", handshakeTimeout);
        duration(problems, "transferTimeout", transferTimeout);
        for (String origin : allowedOrigins) {
            if (!ORIGIN.matcher(origin).matches()) {
                problems.add(
                        "allowedOrigins holds scheme://host[:port] in lower case without wildcards, not " + origin);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /// 64 KiB messages in at most 1,024 fragments; 16,384 connections; close 5 s, write 1 s, handshake 10 s,
    /// transfer 30 s; no origins; no compression.
    public static SocketSettings defaults() {
        return new SocketSettings(
                65_536,
                65_536,
                1_024,
                16_384,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Set.of(),
                false,
                false);
    }

    /// The same with another allow-list of origins.
    public SocketSettings withOrigins(Set<String> origins, boolean sameHost) {
        return new SocketSettings(
                maxFrameBytes,
                maxMessageBytes,
                maxFragments,
                maxConnections,
                closeTimeout,
                writeTimeout,
                handshakeTimeout,
                transferTimeout,
                origins,
                sameHost,
                compression);
    }

    /// The same with other size limits.
    public SocketSettings withLimits(int frameBytes, int messageBytes, int fragments) {
        return new SocketSettings(
                frameBytes,
                messageBytes,
                fragments,
                maxConnections,
                closeTimeout,
                writeTimeout,
                handshakeTimeout,
                transferTimeout,
                allowedOrigins,
                sameHostAllowed,
                compression);
    }

    /// The same with other deadlines.
    public SocketSettings withTimeouts(Duration close, Duration write, Duration handshake, Duration transfer) {
        return new SocketSettings(
                maxFrameBytes,
                maxMessageBytes,
                maxFragments,
                maxConnections,
                close,
                write,
                handshake,
                transfer,
                allowedOrigins,
                sameHostAllowed,
                compression);
    }

    /// The same with another limit of connections.
    public SocketSettings withMaxConnections(int connections) {
        return new SocketSettings(
                maxFrameBytes,
                maxMessageBytes,
                maxFragments,
                connections,
                closeTimeout,
                writeTimeout,
                handshakeTimeout,
                transferTimeout,
                allowedOrigins,
                sameHostAllowed,
                compression);
    }

    /// The same with or without permessage-deflate.
    public SocketSettings withCompression(boolean allowed) {
        return new SocketSettings(
                maxFrameBytes,
                maxMessageBytes,
                maxFragments,
                maxConnections,
                closeTimeout,
                writeTimeout,
                handshakeTimeout,
                transferTimeout,
                allowedOrigins,
                sameHostAllowed,
                allowed);
    }

    private static void size(List<String> problems, String name, int value) {
        if (value < SMALLEST_LIMIT || value > LARGEST_LIMIT) {
            problems.add(name + " must be " + SMALLEST_LIMIT + " to " + LARGEST_LIMIT + ", is " + value);
        }
    }

    private static void duration(List<String> problems, String name, Duration value) {
        if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
            problems.add(name + " must be positive and at most one hour, is " + value);
        }
    }
}
