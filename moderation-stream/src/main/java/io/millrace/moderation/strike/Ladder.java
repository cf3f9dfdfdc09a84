package io.millrace.moderation.strike;

import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What strikes lead to.
///
/// A start: half-life 3 days; 1 warn; 2 slow, one message in 30 seconds, for 10 minutes; 3 timeout of
/// 5 minutes; 5 timeout of 1 hour; 7 mute of 1 day; 9 ban proposal. No step at all is the default: nothing is
/// counted.
///
/// @param halfLife time in which a strike fades to half, 1 minute to 1 year
/// @param steps ascending by strikes, at most 16
/// @param byRule weight of a strike for a rule, 0 to 10, instead of [#defaultWeight(RuleId)]
/// @param bySeverity what the weight is multiplied with for what the rule asked, 0 to 10, instead of
///     [#defaultWeight(Severity)]
public record Ladder(
        Duration halfLife, List<Step> steps, Map<RuleId, Double> byRule, Map<Severity, Double> bySeverity) {

    /// Nothing is counted.
    public static final Ladder OFF = new Ladder(Duration.ofDays(3), List.of(), Map.of(), Map.of());

    private static final int MOST_STEPS = 16;
    private static final double GREATEST_WEIGHT = 10;

    /// @throws IllegalArgumentException when out of range
    public Ladder {
        if (halfLife.compareTo(Duration.ofMinutes(1)) < 0 || halfLife.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("half-life must be 1 minute to 1 year, is " + halfLife);
        }
        steps = List.copyOf(steps);
        if (steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException("there must be at most " + MOST_STEPS + " steps, are " + steps.size());
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).strikes() <= steps.get(i - 1).strikes()) {
                throw new IllegalArgumentException("steps must ascend by strikes");
            }
        }
        byRule = Map.copyOf(byRule);
        bySeverity = Map.copyOf(bySeverity);
        byRule.forEach((rule, weight) -> requireWeight(rule.label(), weight));
        bySeverity.forEach((severity, weight) -> requireWeight(severity.label(), weight));
    }

    private static void requireWeight(String name, double weight) {
        if (!(weight >= 0 && weight <= GREATEST_WEIGHT)) {
            throw new IllegalArgumentException(name + " must weigh 0 to " + GREATEST_WEIGHT + ", is " + weight);
        }
    }

    /// Whether nothing is counted.
    public boolean isOff() {
        return steps.isEmpty();
    }

    /// What one hit weighs in strikes; 0 for none.
    public double weight(RuleId rule, Severity severity) {
        return orElse(byRule.get(rule), defaultWeight(rule))
                * orElse(bySeverity.get(severity), defaultWeight(severity));
    }

    private static double orElse(@Nullable Double weight, double otherwise) {
        return weight == null ? otherwise : weight;
    }

    /// Impatience and what follows from earlier strikes or from others weigh nothing; text that is merely
    /// unwelcome half a strike; the rest one.
    public static double defaultWeight(RuleId rule) {
        return switch (rule) {
            case SIZE, RATE, SLOW_MODE, SANCTION, LOCKDOWN -> 0;
            case CAPS, MENTION, DUPLICATE, FLOOD, NEWCOMER -> 0.5;
            case LINK, PATTERN, BLOCKLIST, MODEL, SCORER -> 1;
        };
    }

    /// What only flags or holds a message weighs nothing: it is a suspicion. What masks it, half.
    public static double defaultWeight(Severity severity) {
        return switch (severity) {
            case FLAG, HOLD -> 0;
            case MASK -> 0.5;
            case SHADOW, DROP, REFUSE -> 1;
        };
    }
}
