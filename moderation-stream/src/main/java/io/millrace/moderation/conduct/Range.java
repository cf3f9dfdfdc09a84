package io.millrace.moderation.conduct;

import io.millrace.moderation.rule.Severity;
import java.time.Duration;

/// Checks settings.
final class Range {

    private Range() {}

    static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", is " + value);
        }
    }

    static void require(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", is " + value);
        }
    }

    /// Conduct is about no place in the text that could be blotted out.
    static void requireNoMask(Severity severity) {
        if (severity == Severity.MASK) {
            throw new IllegalArgumentException("action must not be mask: there is no place in the text to mask");
        }
    }
}
