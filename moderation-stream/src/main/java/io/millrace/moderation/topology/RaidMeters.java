package io.millrace.moderation.topology;

import io.helidon.metrics.api.Counter;
import io.millrace.moderation.raid.Cause;
import io.millrace.runtime.metrics.Meters;
import java.util.EnumMap;
import java.util.Map;

/// What operators see of raids. Thread-safe.
final class RaidMeters {

    private final Map<Cause, Counter> alarms = new EnumMap<>(Cause.class);
    private final Counter unreadable;

    RaidMeters(Meters meters) {
        for (Cause cause : Cause.values()) {
            alarms.put(
                    cause,
                    meters.counter(
                            "millrace_moderation_raids",
                            "Attacks on rooms that were recognised, by what gave them away",
                            "cause",
                            cause.label()));
        }
        unreadable = meters.counter(
                "millrace_moderation_raid_unreadable", "Commands of watched rooms that could not be read, skipped");
    }

    void alarm(Cause cause) {
        Counter counter = alarms.get(cause);
        if (counter != null) {
            counter.increment();
        }
    }

    void unreadable() {
        unreadable.increment();
    }
}
