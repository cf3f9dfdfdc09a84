package io.millrace.id;

import com.github.f4b6a3.uuid.UuidCreator;

/// One connection of a user; a new one for each connect.
///
/// @param value 1 to 64 printable ASCII characters
public record ClientId(String value) {

    /// Longest value, in characters.
    public static final int MAX_LENGTH = 64;

    /// @throws IllegalArgumentException when the value is empty, too long or not printable ASCII
    public ClientId {
        TextRules.requireLength("client", value, MAX_LENGTH);
        TextRules.requirePrintableAscii("client", value);
    }

    /// A fresh id that nobody can guess (random UUID, RFC 9562 version 4).
    public static ClientId random() {
        return new ClientId(UuidCreator.getRandomBased().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
