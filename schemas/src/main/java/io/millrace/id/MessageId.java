package io.millrace.id;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Identity of a publication: a repeat with the same id in the same room is the same publication.
///
/// @param value 1 to 64 printable ASCII characters
public record MessageId(String value) {

    /// Longest value, in characters.
    public static final int MAX_LENGTH = 64;

    /// @throws IllegalArgumentException when the value is empty, too long or not printable ASCII
    public MessageId {
        TextRules.requireLength("messageId", value, MAX_LENGTH);
        TextRules.requirePrintableAscii("messageId", value);
    }

    /// A fresh, time-ordered id (RFC 9562 version 7) for a publish without an idempotency key.
    public static MessageId next() {
        return new MessageId(UuidCreator.getTimeOrderedEpoch().toString());
    }

    /// The id that a user's idempotency key always leads to (RFC 9562 version 5), so that nobody can take
    /// another user's key.
    ///
    /// @param key chosen by the client, not empty
    public static MessageId ofIdempotencyKey(UserId user, String key) {
        byte[] userBytes = user.value().getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] name = ByteBuffer.allocate(Integer.BYTES + userBytes.length + keyBytes.length)
                .putInt(userBytes.length)
                .put(userBytes)
                .put(keyBytes)
                .array();
        return new MessageId(UuidCreator.getNameBasedSha1(name).toString());
    }

    /// The id that something the server API does to a room always leads to (RFC 9562 version 5), whichever
    /// edge does it. No user's key leads to the same one.
    ///
    /// @param kind of the key; keys of different kinds are different
    /// @param key idempotency key or id of the command, not empty
    public static MessageId ofServer(RoomId room, String kind, String key) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        // Room and kind have no spaces; the length of a user id is never negative.
        byte[] scope = (room.value() + ' ' + kind + ' ').getBytes(StandardCharsets.UTF_8);
        byte[] name = ByteBuffer.allocate(Integer.BYTES + scope.length + keyBytes.length)
                .putInt(-1)
                .put(scope)
                .put(keyBytes)
                .array();
        return new MessageId(UuidCreator.getNameBasedSha1(name).toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
