package io.millrace.edge.admission;

import io.millrace.edge.protocol.Payload;
import io.millrace.id.UserId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who a client is, as its token says. Immutable.
///
/// @param user anonymous when the token names nobody or there is none
/// @param info shown to others beside the user's messages and presence
/// @param expiresAt when the connection ends unless it is refreshed; null for never
/// @param meta what only the server sees
/// @param serverSubscriptions by channel: what the client is subscribed to without asking
/// @param provenUntil when the token itself is refused, which may be before the connection ends; null for never
public record Identity(
        UserId user,
        Payload info,
        @Nullable Instant expiresAt,
        Payload meta,
        Map<String, ServerSubscription> serverSubscriptions,
        @Nullable Instant provenUntil) {

    /// Somebody without a token.
    public static final Identity ANONYMOUS = new Identity(UserId.ANONYMOUS, Payload.NONE, null);

    /// Copies the map.
    public Identity {
        serverSubscriptions = Map.copyOf(serverSubscriptions);
    }

    /// Somebody without server-side subscriptions, whose connection ends with the token.
    public Identity(UserId user, Payload info, @Nullable Instant expiresAt) {
        this(user, info, expiresAt, Payload.NONE, Map.of(), expiresAt);
    }

    /// The same with another end of the connection, which proves nothing anew.
    public Identity refreshed(Payload newInfo, @Nullable Instant newEnd) {
        return new Identity(user, newInfo, newEnd, meta, serverSubscriptions, provenUntil);
    }
}
