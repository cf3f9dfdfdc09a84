package io.millrace.moderation.strike;

import java.time.Duration;

/// One step of the ladder.
///
/// @param strikes from how many strikes, 0.5 to 1,000
/// @param action what happens
/// @param length for how long, 1 second to 1 year; zero for WARN and BAN_PROPOSAL, and for a MUTE without end
/// @param interval for SLOW, the least time between two messages, 1 second to 6 hours; zero for others
public record Step(double strikes, StepAction action, Duration length, Duration interval) {

    private static final double LEAST_STRIKES = 0.5;
    private static final double MOST_STRIKES = 1_000;

    /// @throws IllegalArgumentException when out of range, or when a time is given that the action has no use for
    public Step {
        if (!(strikes >= LEAST_STRIKES && strikes <= MOST_STRIKES)) {
            throw new IllegalArgumentException(
                    "strikes must be " + LEAST_STRIKES + " to " + MOST_STRIKES + ", is " + strikes);
        }
        boolean endless = action == StepAction.MUTE && length.isZero();
        require("for", length, action.lasts() && !endless, Duration.ofDays(366));
        require("interval", interval, action == StepAction.SLOW, Duration.ofHours(6));
    }

    private static void require(String name, Duration time, boolean needed, Duration longest) {
        if (!needed && !time.isZero()) {
            throw new IllegalArgumentException(name + " has no use here, is " + time);
        }
        if (needed && (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(longest) > 0)) {
            throw new IllegalArgumentException(name + " must be PT1S to " + longest + ", is " + time);
        }
    }

    /// A step without times.
    public static Step warn(double strikes) {
        return new Step(strikes, StepAction.WARN, Duration.ZERO, Duration.ZERO);
    }

    /// The sender may send one message in each interval.
    public static Step slow(double strikes, Duration length, Duration interval) {
        return new Step(strikes, StepAction.SLOW, length, interval);
    }

    /// The sender may only read for a while.
    public static Step timeout(double strikes, Duration length) {
        return new Step(strikes, StepAction.TIMEOUT, length, Duration.ZERO);
    }

    /// The sender may only read.
    ///
    /// @param length zero until somebody ends it
    public static Step mute(double strikes, Duration length) {
        return new Step(strikes, StepAction.MUTE, length, Duration.ZERO);
    }

    /// People are asked whether to ban the sender.
    public static Step banProposal(double strikes) {
        return new Step(strikes, StepAction.BAN_PROPOSAL, Duration.ZERO, Duration.ZERO);
    }
}
