package io.millrace.moderation.topology;

import io.millrace.moderation.conduct.Conduct;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.strike.Strikes;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How long what is known of senders is worth knowing.
final class Retentions {

    /// Until it makes no difference.
    static final SenderStore.Retention<Conduct> CONDUCT = new SenderStore.Retention<>() {
        @Override
        public @Nullable Conduct kept(Conduct known, long now) {
            return known.worthKeeping(now);
        }

        @Override
        public long changesAt(Conduct known) {
            return known.nextChangeAt();
        }
    };

    /// Until they have faded.
    static final SenderStore.Retention<Strikes> STRIKES = new SenderStore.Retention<>() {
        @Override
        public @Nullable Strikes kept(Strikes known, long now) {
            return known.forgettableAt() <= now ? null : known;
        }

        @Override
        public long changesAt(Strikes known) {
            return known.forgettableAt();
        }
    };

    private Retentions() {}

    /// Until the buckets are full.
    ///
    /// @param rates as of now
    static SenderStore.Retention<Buckets> buckets(Supplier<RateLimits> rates) {
        return new SenderStore.Retention<>() {
            @Override
            public @Nullable Buckets kept(Buckets known, long now) {
                return changesAt(known) <= now ? null : known;
            }

            @Override
            public long changesAt(Buckets known) {
                return rates.get().forgettableAt(known);
            }
        };
    }
}
