package io.millrace.load.scenario;

/// One process's part of a run. Immutable.
///
/// @param index of the process, from 0
/// @param count of processes, at least 1
public record Part(int index, int count) {

    /// A run in one process.
    public static final Part WHOLE = new Part(0, 1);

    public Part {
        if (count < 1 || index < 0 || index >= count) {
            throw new IllegalArgumentException("part " + index + " of " + count);
        }
    }

    /// This process's share of a rate.
    public double share(double rate) {
        return rate / count;
    }

    /// First of this process's items when so many are shared out in order.
    int first(int items) {
        return Math.toIntExact((long) items * index / count);
    }

    /// One behind the last of them.
    int end(int items) {
        return Math.toIntExact((long) items * (index + 1) / count);
    }
}
