package io.millrace.moderation.conduct;

import io.millrace.moderation.rule.Severity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is asked for when a sender that is new says certain things. A sender is new for a while after its
/// first message in any room that has a rule of conduct; one that was silent for longer than it is
/// remembered is new again.
///
/// @param newFor how long, 1 second to 90 days
/// @param remembered for how long after its last message a sender is known, at most 1 year; not less than
///     `newFor`. Each known sender costs some 100 bytes of memory
/// @param links what is asked for when there is an address in the text; null for nothing
/// @param mentions what is asked for when the text calls somebody; null for nothing; not MASK
/// @param trial whether the rule is only tried out
public record Newcomers(
        Duration newFor,
        Duration remembered,
        @Nullable Severity links,
        @Nullable Severity mentions,
        boolean trial) {

    /// The usual time for which a sender is known.
    public static final Duration REMEMBERED = Duration.ofDays(90);

    /// @throws IllegalArgumentException when out of range, or when mentions are to be masked
    public Newcomers {
        if (mentions != null) {
            Range.requireNoMask(mentions);
        }
        Range.require("for", newFor, Duration.ofSeconds(1), Duration.ofDays(90));
        Range.require("remembered", remembered, newFor, Duration.ofDays(366));
    }
}
