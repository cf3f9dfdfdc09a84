package io.millrace.moderation.conduct;

import io.millrace.moderation.rule.Severity;
import java.time.Duration;

/// How often a sender may repeat itself: the message that makes it more is objected to.
///
/// Only the last 32 compared texts of a sender are known.
///
/// @param most 1 to 30: so many are allowed in the window
/// @param window 1 second to 1 day
/// @param severity what is asked for; not MASK
/// @param trial whether the rule is only tried out
public record Repeats(int most, Duration window, Severity severity, boolean trial) {

    private static final int MOST = 30;

    /// @throws IllegalArgumentException when out of range
    public Repeats {
        Range.require("most", most, 1, MOST);
        Range.require("window", window, Duration.ofSeconds(1), Duration.ofDays(1));
        Range.requireNoMask(severity);
    }
}
