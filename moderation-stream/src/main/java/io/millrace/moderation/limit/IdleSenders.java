package io.millrace.moderation.limit;

import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// When to look whether a sender can be forgotten; each sender is in it once, and each look costs one step,
/// so no scan over all senders ever delays a message. Confined to one thread.
public final class IdleSenders {

    private final PriorityQueue<Look> looks = new PriorityQueue<>();

    /// Takes a sender that was not known before.
    ///
    /// @param at when to look, milliseconds since 1970
    public void add(String sender, long at) {
        looks.add(new Look(at, sender));
    }

    /// The next sender that can be forgotten by now, and is no longer in here; null when there is none.
    ///
    /// @param now milliseconds since 1970
    /// @param forgettableAt when a sender can be forgotten by what is known of it; null when it is not known
    ///     any more
    public @Nullable String next(long now, Function<String, @Nullable Long> forgettableAt) {
        while (true) {
            Look look = looks.peek();
            if (look == null || look.at > now) {
                return null;
            }
            looks.remove();
            Long at = forgettableAt.apply(look.sender);
            if (at != null && at <= now) {
                return look.sender;
            }
            if (at != null) {
                looks.add(new Look(at, look.sender));
            }
        }
    }

    /// How many senders are in here.
    public int size() {
        return looks.size();
    }

    private record Look(long at, String sender) implements Comparable<Look> {

        @Override
        public int compareTo(Look other) {
            return Long.compare(at, other.at);
        }
    }
}
