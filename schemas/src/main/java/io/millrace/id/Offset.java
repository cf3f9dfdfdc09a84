package io.millrace.id;

/// Place of an event in a room and epoch, gap-free from 1. Not a Kafka offset.
///
/// @param value 0 (before the first event) or more
public record Offset(long value) implements Comparable<Offset> {

    /// Before the first event.
    public static final Offset NONE = new Offset(0);

    /// @throws IllegalArgumentException when negative
    public Offset {
        if (value < 0) {
            throw new IllegalArgumentException("offset must not be negative, is " + value);
        }
    }

    /// The place after this one.
    public Offset next() {
        return new Offset(value + 1);
    }

    @Override
    public int compareTo(Offset other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
