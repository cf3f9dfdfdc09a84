package io.millrace.id;

import com.github.f4b6a3.uuid.UuidCreator;

/// One life of an edge process. Incarnations of an inbox compare by age: the greater one is the newer.
///
/// @param value 1 to 64 printable ASCII characters
public record Incarnation(String value) implements Comparable<Incarnation> {

    /// Longest value, in characters.
    public static final int MAX_LENGTH = 64;

    /// @throws IllegalArgumentException when the value is empty, too long or not printable ASCII
    public Incarnation {
        TextRules.requireLength("incarnation", value, MAX_LENGTH);
        TextRules.requirePrintableAscii("incarnation", value);
    }

    /// A new life (RFC 9562 version 7).
    public static Incarnation next() {
        return new Incarnation(UuidCreator.getTimeOrderedEpoch().toString());
    }

    @Override
    public int compareTo(Incarnation other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
