package io.millrace.moderation.desk.work;

import io.helidon.metrics.api.Counter;
import io.millrace.moderation.desk.review.ReviewAction;
import io.millrace.moderation.desk.store.QueueTable.Waiting;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.moderation.ReviewKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/// What operators see of the desk. Thread-safe.
public final class DeskMeters {

    private final Map<ReviewAction, Counter> resolved = new EnumMap<>(ReviewAction.class);
    private final Counter granted;
    private final Counter unauthorized;
    private final Counter undecided;
    private volatile Map<ReviewKind, Waiting> waiting = Map.of();

    /// @param lag records that are not in the tables yet
    public DeskMeters(Meters meters, InstantSource clock, LongSupplier lag) {
        for (ReviewAction action : ReviewAction.values()) {
            resolved.put(
                    action,
                    meters.counter(
                            "millrace_moderation_review_resolved",
                            "Items that moderators decided",
                            "action",
                            action.name().toLowerCase(Locale.ROOT)));
        }
        granted = meters.counter("millrace_moderation_review_appeals_granted", "Appeals that were granted");
        undecided = meters.counter(
                "millrace_moderation_review_undecided", "Items that were deleted because nobody decided them for long");
        unauthorized = meters.counter("millrace_moderation_desk_unauthorized", "Requests without a valid key");
        meters.gauge("millrace_moderation_review_lag", "Records that are not in the tables yet", lag::getAsLong);
        for (ReviewKind kind : ReviewKind.values()) {
            String label = kind.name().toLowerCase(Locale.ROOT);
            meters.gauge(
                    "millrace_moderation_review_waiting",
                    "Items that nobody has decided",
                    () -> count(kind),
                    "kind",
                    label);
            meters.gauge(
                    "millrace_moderation_review_age_seconds",
                    "Age of the oldest item that nobody has decided",
                    () -> age(kind, clock.instant()),
                    "kind",
                    label);
        }
    }

    /// Notes how long the queue is.
    public void waiting(Map<ReviewKind, Waiting> now) {
        waiting = now;
    }

    /// Notes items that were deleted and that nobody has decided.
    void undecided(int count) {
        undecided.increment(count);
    }

    /// Notes a request without a valid key.
    public void unauthorized() {
        unauthorized.increment();
    }

    void resolved(ReviewKind kind, ReviewAction action, int count) {
        Objects.requireNonNull(resolved.get(action)).increment(count);
        if (kind == ReviewKind.APPEAL && action == ReviewAction.PARDON) {
            granted.increment();
        }
    }

    private double count(ReviewKind kind) {
        Waiting known = waiting.get(kind);
        return known == null ? 0 : known.count();
    }

    private double age(ReviewKind kind, Instant now) {
        Waiting oldest = waiting.get(kind);
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest.oldest(), now).toMillis() / 1000.0);
    }
}
