package io.millrace.moderation.topology;

import io.millrace.moderation.limit.IdleSenders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// What one partition knows of its senders, and who can be forgotten when. Owned by the stream thread of the
/// partition; what is in the store survives it.
///
/// @param <V> what is known of a sender
final class SenderStore<V> {

    private static final int MOST_FORGOTTEN_AT_ONCE = 1_000;

    private final KeyValueStore<String, V> store;
    private final Retention<V> retention;
    private final IdleSenders idle = new IdleSenders();

    /// How long something is worth knowing.
    ///
    /// @param <V> what is known of a sender
    interface Retention<V> {

        /// What of it still makes a difference: all of it, something smaller, or null for nothing.
        ///
        /// @param now milliseconds since 1970
        @Nullable
        V kept(V known, long now);

        /// When the answer of [#kept] changes, milliseconds since 1970.
        long changesAt(V known);
    }

    /// Takes over a restored store.
    SenderStore(KeyValueStore<String, V> store, Retention<V> retention) {
        this.store = store;
        this.retention = retention;
        try (KeyValueIterator<String, V> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, V> entry = all.next();
                idle.add(entry.key, retention.changesAt(entry.value));
            }
        }
    }

    @Nullable
    V get(String sender) {
        return store.get(sender);
    }

    /// Replaces what is known.
    ///
    /// @param before what [#get] returned
    void put(String sender, @Nullable V before, V after) {
        if (after.equals(before)) {
            return;
        }
        store.put(sender, after);
        if (before == null) {
            idle.add(sender, retention.changesAt(after));
        }
    }

    /// Forgets what makes no difference any more; the rest of a long list waits for the next call.
    ///
    /// @param now time of the stream, milliseconds since 1970
    void forgetIdle(long now) {
        for (int i = 0; i < MOST_FORGOTTEN_AT_ONCE; i++) {
            String sender = idle.next(now, known -> shrunk(known, now));
            if (sender == null) {
                return;
            }
            store.delete(sender);
        }
    }

    /// When to look again; not later than now when nothing is left.
    private @Nullable Long shrunk(String sender, long now) {
        V known = store.get(sender);
        if (known == null) {
            return null;
        }
        V kept = retention.kept(known, now);
        if (kept == null) {
            return now;
        }
        if (!kept.equals(known)) {
            store.put(sender, kept);
        }
        return Math.max(retention.changesAt(kept), now + 1);
    }

    int size() {
        return idle.size();
    }
}
