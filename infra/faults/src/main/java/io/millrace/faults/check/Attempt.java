package io.millrace.faults.check;

/// One publication as its sender remembers it, all its repeats together.
///
/// @param id unique in the whole run
/// @param sentNanos when it was first sent
/// @param hash of the payload, 0 when it is not known
/// @param retried whether it may have been sent more than once, so that its place among the others of its
///     sender
///     is open
public record Attempt(
        String sender, String room, String id, long sentNanos, Outcome outcome, int hash, boolean retried) {

    /// A publication of which neither payload nor repeats are known.
    public Attempt(String sender, String room, String id, long sentNanos, Outcome outcome) {
        this(sender, room, id, sentNanos, outcome, 0, true);
    }

    /// The same, sent again.
    public Attempt repeated() {
        return new Attempt(sender, room, id, sentNanos, outcome, hash, true);
    }

    /// The same with what its sender was told in the end.
    public Attempt with(Outcome told) {
        return new Attempt(sender, room, id, sentNanos, told, hash, retried);
    }
}
