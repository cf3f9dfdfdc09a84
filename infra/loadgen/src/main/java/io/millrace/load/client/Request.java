package io.millrace.load.client;

import com.google.protobuf.ByteString;

/// What a client asks for in a room.
public sealed interface Request {

    /// The room.
    String room();

    /// Deliveries from now on, or from where the client was.
    ///
    /// @param from where to recover from; [Position#NONE] for a first subscription
    /// @param joinLeave whether to hear who comes and goes
    record Subscribe(String room, Position from, boolean joinLeave) implements Request {}

    /// No more deliveries.
    record Unsubscribe(String room) implements Request {}

    /// The command `publish`, whose answer tells nothing but success.
    ///
    /// @param data JSON without raw newlines, UTF-8
    record Publish(String room, ByteString data) implements Request {}

    /// The rpc method `publish`, which tells the place and is safe to repeat with the same key.
    ///
    /// @param data JSON without raw newlines, UTF-8
    /// @param key idempotency key
    record KeyedPublish(String room, ByteString data, String key) implements Request {}

    /// Who is there.
    record Presence(String room) implements Request {}

    /// How many are there.
    record PresenceStats(String room) implements Request {}

    /// The newest publications.
    ///
    /// @param limit most of them, 0 for the position only
    record History(String room, int limit) implements Request {}
}
