package io.millrace.id;

/// One incarnation of a room's stream; offsets of different epochs do not compare.
///
/// @param value 1 to 64 printable ASCII characters
public record Epoch(String value) {

    /// Longest value, in characters.
    public static final int MAX_LENGTH = 64;

    /// @throws IllegalArgumentException when the value is empty, too long or not printable ASCII
    public Epoch {
        TextRules.requireLength("epoch", value, MAX_LENGTH);
        TextRules.requirePrintableAscii("epoch", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
