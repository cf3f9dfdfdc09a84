package io.millrace.edge.config;

import io.millrace.runtime.config.Section;

/// Bounds of the edge, of one session and of one answer (`edge.limits`).
///
/// @param connections at most; more are refused with 503
/// @param connectionRate connections per second at most, more are refused with 503; 0 for any number
/// @param roomCommands attach, detach and presence commands that may wait for Kafka
/// @param relay of what streamed connections of other edges say here
/// @param complaints of what users bring before moderators
public record Limits(
        int connections,
        int connectionRate,
        int roomCommands,
        PerSession session,
        Answers answers,
        Relay relay,
        Complaints complaints) {

    /// Bounds of one session.
    ///
    /// @param userConnections of one user on this edge, more end with 3504; 0 for any number
    /// @param subscriptions per session; more are refused with 106, or end the session with 3505
    /// @param channelName characters in the name of a channel, at most 255
    /// @param publishesInFlight per session; more wait, which stops reading from the client
    /// @param outboxBytes queued for one client before it is disconnected as slow
    /// @param outboxFrames queued for one client before it is disconnected as slow
    public record PerSession(
            int userConnections,
            int subscriptions,
            int channelName,
            int publishesInFlight,
            int outboxBytes,
            int outboxFrames) {}

    /// Bounds of one answer.
    ///
    /// @param recovery publications given back at once in recovery
    /// @param history publications given back at once in history
    public record Answers(int recovery, int history) {}

    /// Bounds of the commands that this edge takes for streamed connections of others.
    ///
    /// @param rate requests per second at most, more are refused with 429; 0 for any number
    /// @param sessionRate the same for one connection
    /// @param inFlight requests that Kafka has not taken yet, more are refused with 503
    /// @param bytes of commands that Kafka has not taken yet, more are refused with 503
    public record Relay(int rate, int sessionRate, int inFlight, long bytes) {}

    /// Bounds of reports and appeals.
    ///
    /// @param perUser of one user in a minute, more are refused with 111; of an address, where there is no
    ///     user; 0 for any number
    /// @param perAddress requests of one address in a minute without a connection, more are refused with 429; 0
    ///     for any number
    public record Complaints(int perUser, int perAddress) {}

    static Limits read(Section section) {
        return new Limits(
                section.integer("connections", 100_000, 1, 10_000_000),
                section.integer("connection-rate", 0, 0, 1_000_000),
                section.integer("room-commands", 100_000, 100, 10_000_000),
                new PerSession(
                        section.integer("user-connections", 0, 0, 1_000_000),
                        section.integer("subscriptions", 128, 1, 10_000),
                        section.integer("channel-name", 255, 1, 255),
                        section.integer("publishes-in-flight", 128, 1, 10_000),
                        Math.toIntExact(section.bytes("outbox", 1 << 20, 64 << 10, 64 << 20)),
                        section.integer("outbox-frames", 16_384, 16, 1_000_000)),
                new Answers(section.integer("recovery", 300, 1, 10_000), section.integer("history", 300, 1, 10_000)),
                new Relay(
                        section.integer("relay-rate", 5_000, 0, 1_000_000),
                        section.integer("relay-session-rate", 200, 0, 1_000_000),
                        section.integer("relay-in-flight", 1_024, 1, 100_000),
                        section.bytes("relay-bytes", 16 << 20, 4 << 20, 1 << 30)),
                new Complaints(
                        section.integer("complaints", 10, 0, 100_000),
                        section.integer("address-complaints", 100, 0, 1_000_000)));
    }
}
