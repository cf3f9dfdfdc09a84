package io.millrace.edge.http;

import io.millrace.edge.admission.Shares;
import io.millrace.edge.api.RequestRate;
import io.millrace.edge.config.Limits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// How much one edge hands on to others: so many requests a second, of one connection and of all, and so many
/// requests and bytes that Kafka has not taken yet. Thread-safe.
final class RelayBounds {

    private final Limits.Relay limits;
    private final RequestRate rate;
    private final Shares shares;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    RelayBounds(Limits.Relay limits) {
        this.limits = limits;
        this.rate = new RequestRate(limits.rate());
        this.shares = new Shares(limits.sessionRate(), Duration.ofSeconds(1));
    }

    /// Whether there is room.
    enum Verdict {
        /// There is; to be given back with [#leave].
        ENTERED,
        /// There were too many requests in the last second.
        TOO_OFTEN,
        /// Too much is under way.
        FULL
    }

    /// Takes room for a request.
    ///
    /// @param nowNanos reading of a monotonic clock
    Verdict enter(String session, int size, long nowNanos) {
        if (!shares.admit(session, nowNanos)) {
            return Verdict.TOO_OFTEN;
        }
        if (requests.incrementAndGet() > limits.inFlight()) {
            requests.decrementAndGet();
            return Verdict.FULL;
        }
        if (bytes.addAndGet(size) > limits.bytes()) {
            leave(size);
            return Verdict.FULL;
        }
        if (!rate.admit(nowNanos)) {
            leave(size);
            return Verdict.TOO_OFTEN;
        }
        return Verdict.ENTERED;
    }

    void leave(int size) {
        requests.decrementAndGet();
        bytes.addAndGet(-size);
    }

    /// Requests under way, for metrics.
    long requests() {
        return requests.get();
    }

    /// Bytes under way, for metrics.
    long bytes() {
        return bytes.get();
    }
}
