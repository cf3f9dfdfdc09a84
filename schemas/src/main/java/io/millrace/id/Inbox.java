package io.millrace.id;

/// The partition of `edge.deliveries` that one edge owns.
///
/// @param partition from 0
public record Inbox(int partition) implements Comparable<Inbox> {

    /// @throws IllegalArgumentException when negative
    public Inbox {
        if (partition < 0) {
            throw new IllegalArgumentException("inbox must not be negative, is " + partition);
        }
    }

    @Override
    public int compareTo(Inbox other) {
        return Integer.compare(partition, other.partition);
    }

    @Override
    public String toString() {
        return Integer.toString(partition);
    }
}
