package io.millrace.moderation.compile;

import io.millrace.moderation.config.EscalationConfig;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.strike.Ladder;
import io.millrace.moderation.strike.Step;
import io.millrace.moderation.strike.StepAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Turns the settings of escalation into the ladder.
final class Ladders {

    private static final String KEY = "escalation.";

    private Ladders() {}

    /// The ladder; without steps when there was a mistake.
    ///
    /// @param mistakes gets what cannot be used
    static Ladder of(EscalationConfig config, List<Mistake> mistakes) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < config.steps().size(); i++) {
            try {
                steps.add(step(config.steps().get(i)));
            } catch (IllegalArgumentException e) {
                mistakes.add(new Mistake(KEY + "steps[" + i + ']', String.valueOf(e.getMessage())));
            }
        }
        Map<RuleId, Double> byRule = weights("by-rule", config.byRule(), RuleId.values(), RuleId::label, mistakes);
        Map<Severity, Double> byAction =
                weights("by-action", config.byAction(), Severity.values(), Severity::label, mistakes);
        try {
            return new Ladder(config.halfLife(), steps, byRule, byAction);
        } catch (IllegalArgumentException e) {
            mistakes.add(new Mistake(KEY + "steps", String.valueOf(e.getMessage())));
            return Ladder.OFF;
        }
    }

    private static Step step(EscalationConfig.Step config) {
        StepAction action = switch (config.action()) {
            case WARN -> StepAction.WARN;
            case SLOW -> StepAction.SLOW;
            case TIMEOUT -> StepAction.TIMEOUT;
            case MUTE -> StepAction.MUTE;
            case BAN_PROPOSAL -> StepAction.BAN_PROPOSAL;
        };
        return new Step(config.strikes(), action, config.length(), config.interval());
    }

    private static <E extends Enum<E>> Map<E, Double> weights(
            String key, Map<String, Double> weights, E[] all, Function<E, String> label, List<Mistake> mistakes) {
        Map<E, Double> result = new HashMap<>();
        new TreeMap<>(weights)
                .forEach((name, weight) -> Arrays.stream(all)
                        .filter(value -> label.apply(value).equals(name))
                        .findFirst()
                        .ifPresentOrElse(
                                value -> result.put(value, weight),
                                () -> mistakes.add(new Mistake(
                                        KEY + key + '.' + name,
                                        "there is none of that name, there are "
                                                + String.join(
                                                        ", ",
                                                        Arrays.stream(all)
                                                                .map(label)
                                                                .toList())))));
        return result;
    }
}
