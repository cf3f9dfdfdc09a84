package io.millrace.moderation.topology;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.RuleId;
import io.millrace.runtime.metrics.Meters;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What operators see of moderation. Thread-safe.
final class ModerationMeters {

    private static final String VERDICTS = "millrace_moderation_verdicts";
    private static final String VERDICTS_HELP = "Messages judged, by verdict and the strongest rule that fired";

    private final Counter allowed;
    private final Map<RuleId, Counter> flagged = new EnumMap<>(RuleId.class);
    private final Counter passed;
    private final Map<RuleId, Counter> bounced = new EnumMap<>(RuleId.class);
    private final Timer judging;
    private final Timer age;
    private final Map<Integer, Integer> senders = new ConcurrentHashMap<>();

    ModerationMeters(Meters meters) {
        allowed = meters.counter(VERDICTS, VERDICTS_HELP, "verdict", "allow", "rule", "none");
        for (RuleId rule : RuleId.values()) {
            flagged.put(rule, meters.counter(VERDICTS, VERDICTS_HELP, "verdict", "allow", "rule", rule.label()));
            bounced.put(rule, meters.counter(VERDICTS, VERDICTS_HELP, "verdict", "bounce", "rule", rule.label()));
        }
        passed = meters.counter("millrace_moderation_passed", "Messages of namespaces that are not moderated");
        judging = meters.latency("millrace_moderation_judging", "Time a message takes in the rules");
        age = meters.latency("millrace_moderation_age", "Time from the edge's admission to the verdict, two clocks");
        meters.gauge(
                "millrace_moderation_senders",
                "Senders whose buckets are remembered",
                () -> senders.values().stream().mapToInt(Integer::intValue).sum());
    }

    void judged(Verdict verdict, Duration spent, Duration sinceAdmission) {
        judging.record(spent);
        age.record(sinceAdmission.isNegative() ? Duration.ZERO : sinceAdmission);
        counter(verdict).increment();
    }

    private Counter counter(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow allow -> allow.hits().isEmpty() ? allowed : first(flagged, allow);
            case Verdict.Bounce bounce -> first(bounced, bounce);
        };
    }

    private Counter first(Map<RuleId, Counter> counters, Verdict verdict) {
        return counters.getOrDefault(verdict.hits().getFirst().rule(), allowed);
    }

    void passed() {
        passed.increment();
    }

    void senders(int partition, int known) {
        senders.put(partition, known);
    }

    void released(int partition) {
        senders.remove(partition);
    }
}
