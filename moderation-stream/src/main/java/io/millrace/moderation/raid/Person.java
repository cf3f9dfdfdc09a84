package io.millrace.moderation.raid;

import java.nio.charset.StandardCharsets;

/// Somebody in a room, as a hash: names are not kept.
///
/// @param hash of the user id, or of the connection of an anonymous user
/// @param anonymous whether there is no user id; then every connection looks like somebody else
public record Person(long hash, boolean anonymous) {

    /// Of a user id or a connection.
    ///
    /// @param user user id, empty when anonymous
    /// @param client id of the connection
    public static Person of(String user, String client) {
        boolean anonymous = user.isEmpty();
        return new Person(hash(anonymous ? client : user), anonymous);
    }

    /// FNV-1a of the bytes, spread over all bits.
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xFF)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        return hash ^ (hash >>> 33);
    }
}
