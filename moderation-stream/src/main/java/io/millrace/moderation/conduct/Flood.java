package io.millrace.moderation.conduct;

import io.millrace.moderation.rule.Severity;
import java.time.Duration;

/// How much text a sender may send: a bucket of characters that fills evenly. A text longer than the bucket
/// takes a full one. A message that is refused takes nothing.
///
/// @param characters UTF-16 characters of judged text, 100 to 1,000,000
/// @param per time in which a full bucket flows in, 1 second to 1 day
/// @param severity what is asked for; not MASK
/// @param trial whether the rule is only tried out
public record Flood(int characters, Duration per, Severity severity, boolean trial) {

    private static final int LEAST = 100;
    private static final int MOST = 1_000_000;

    /// @throws IllegalArgumentException when out of range
    public Flood {
        Range.require("characters", characters, LEAST, MOST);
        Range.require("per", per, Duration.ofSeconds(1), Duration.ofDays(1));
        Range.requireNoMask(severity);
    }
}
