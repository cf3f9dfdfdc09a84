package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What follows when a sender is objected to again and again.
///
/// @param halfLife time in which a strike fades to half
/// @param steps what happens, from the fewest strikes to the most
/// @param byRule what a strike for a rule weighs, by the rule's name; others as the product says
/// @param byAction what the weight is multiplied with for what the rule asked; others as the product says
public record EscalationConfig(
        Duration halfLife, List<Step> steps, Map<String, Double> byRule, Map<String, Double> byAction) {

    private static final Duration YEAR = Duration.ofDays(366);
    private static final double GREATEST_WEIGHT = 10;

    /// What a step does.
    public enum StepAction {
        /// The sender is told to behave.
        WARN,
        /// It may send one message in each interval.
        SLOW,
        /// It may only read for a while.
        TIMEOUT,
        /// It may only read, for long or until somebody ends it.
        MUTE,
        /// People are asked whether to ban it.
        BAN_PROPOSAL
    }

    /// One step.
    ///
    /// @param strikes from how many
    /// @param length for how long; zero where it makes no sense, and for a mute without end
    /// @param interval of a slow step; zero for others
    public record Step(double strikes, StepAction action, Duration length, Duration interval) {

        static Step read(Section section) {
            if (section.text("strikes").isEmpty()) {
                section.problem("strikes", "is required");
            }
            return new Step(
                    section.decimal("strikes", 1, 0.5, 1_000),
                    section.choice("action", StepAction.WARN),
                    section.duration("length", Duration.ZERO, Duration.ZERO, YEAR),
                    section.duration("interval", Duration.ZERO, Duration.ZERO, Duration.ofHours(6)));
        }
    }

    public EscalationConfig {
        steps = List.copyOf(steps);
        byRule = Map.copyOf(byRule);
        byAction = Map.copyOf(byAction);
    }

    static EscalationConfig read(Section section) {
        return new EscalationConfig(
                section.duration("half-life", Duration.ofDays(3), Duration.ofMinutes(1), YEAR),
                section.items("steps").stream().map(Step::read).toList(),
                section.section("by-rule").numbers(0, GREATEST_WEIGHT),
                section.section("by-action").numbers(0, GREATEST_WEIGHT));
    }
}
