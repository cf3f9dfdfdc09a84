package io.millrace.moderation.topology;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import io.millrace.moderation.policy.Verdict;
import io.millrace.runtime.metrics.Meters;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

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
    private final Map<Integer, Sizes> sizes = new ConcurrentHashMap<>();

    /// What one partition keeps.
    private record Sizes(int senders, int held, int unscored) {}

    ModerationMeters(Meters meters) {
        this.meters = meters;
        allowed = meters.counter(VERDICTS, VERDICTS_HELP, "verdict", "allow", "rule", "none");
        passed = meters.counter("millrace_moderation_passed", "Messages of namespaces that are not moderated");
        judging = meters.latency("millrace_moderation_judging", "Time a message takes in the rules");
        age = meters.latency("millrace_moderation_age", "Time from the edge's admission to the verdict, two clocks");
        gauge("millrace_moderation_senders", "Senders whose buckets are remembered", Sizes::senders);
        gauge("millrace_moderation_held", "Messages that are kept back", Sizes::held);
        gauge("millrace_moderation_unscored", "Published messages without scores of the larger model", Sizes::unscored);
    }

    private void gauge(String name, String help, ToIntFunction<Sizes> size) {
        meters.gauge(name, help, () -> sizes.values().stream().mapToInt(size).sum());
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

    void sizes(int partition, int senders, int held, int unscored) {
        sizes.put(partition, new Sizes(senders, held, unscored));
    }

    void released(int partition) {
        sizes.remove(partition);
    }
}
