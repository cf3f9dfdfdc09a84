package io.millrace.moderation.topology;

import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.limit.IdleSenders;
import io.millrace.moderation.limit.RateLimits;
import java.util.function.Supplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// What one partition knows of its senders: their buckets in the store, and who can be forgotten when. Owned
/// by the stream thread of the partition; what is in the store survives it.
final class Senders {

    private static final int MOST_FORGOTTEN_AT_ONCE = 1_000;

    private final KeyValueStore<String, Buckets> store;
    private final Supplier<RateLimits> rates;
    private final IdleSenders idle = new IdleSenders();

    /// Takes over a restored store.
    ///
    /// @param rates as of now
    Senders(KeyValueStore<String, Buckets> store, Supplier<RateLimits> rates) {
        this.store = store;
        this.rates = rates;
        try (KeyValueIterator<String, Buckets> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, Buckets> entry = all.next();
                idle.add(entry.key, rates.get().forgettableAt(entry.value));
            }
        }
    }

    @Nullable
    Buckets get(String sender) {
        return store.get(sender);
    }

    /// Replaces what is known.
    ///
    /// @param before what [#get] returned
    void put(String sender, @Nullable Buckets before, Buckets after) {
        if (after.equals(before)) {
            return;
        }
        store.put(sender, after);
        if (before == null) {
            idle.add(sender, rates.get().forgettableAt(after));
        }
    }

    /// Forgets senders whose buckets are full; the rest of a long list waits for the next call.
    ///
    /// @param now time of the stream, milliseconds since 1970
    void forgetIdle(long now) {
        for (int i = 0; i < MOST_FORGOTTEN_AT_ONCE; i++) {
            String sender = idle.next(now, this::forgettableAt);
            if (sender == null) {
                return;
            }
            store.delete(sender);
        }
    }

    private @Nullable Long forgettableAt(String sender) {
        Buckets buckets = store.get(sender);
        return buckets == null ? null : rates.get().forgettableAt(buckets);
    }

    int size() {
        return idle.size();
    }
}
