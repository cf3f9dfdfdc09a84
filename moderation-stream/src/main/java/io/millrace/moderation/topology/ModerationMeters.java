package io.millrace.moderation.topology;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import io.millrace.moderation.policy.Verdict;
import io.millrace.runtime.metrics.Meters;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What operators see of moderation. Thread-safe.
final class ModerationMeters {

    private static final String VERDICTS = "millrace_moderation_verdicts";
    private static final String VERDICTS_HELP = "Verdicts on messages, by the strictest rule that fired";

    private final Counter allowed;
    private final Map<String, Counter> verdicts = new ConcurrentHashMap<>();
    private final Meters meters;
    private final Counter passed;
    private final Timer judging;
    private final Timer age;
    private final Map<Integer, Integer> senders = new ConcurrentHashMap<>();

    ModerationMeters(Meters meters) {
        this.meters = meters;
        allowed = meters.counter(VERDICTS, VERDICTS_HELP, "verdict", "allow", "rule", "none");
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
        boolean plain = verdict.hits().isEmpty();
        (plain ? allowed : counter(kind(verdict), rule(verdict))).increment();
    }

    /// Counters are made when the first message of their kind comes: there are many pairs, and few are used.
    private Counter counter(String kind, String rule) {
        Counter known = verdicts.get(kind + rule);
        return known != null
                ? known
                : verdicts.computeIfAbsent(
                        kind + rule, _ -> meters.counter(VERDICTS, VERDICTS_HELP, "verdict", kind, "rule", rule));
    }

    private static String rule(Verdict verdict) {
        return verdict.hits().getFirst().rule().label();
    }

    private static String kind(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> "allow";
            case Verdict.Mask _ -> "mask";
            case Verdict.Hold _ -> "hold";
            case Verdict.Shadow _ -> "shadow";
            case Verdict.Drop _ -> "drop";
            case Verdict.Bounce _ -> "bounce";
        };
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
