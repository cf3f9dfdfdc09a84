package io.millrace.moderation.conduct;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one sender may do over time in a room. Each part can be left out.
///
/// A start for a public chat: no slow mode; identical 3 in 1 minute, refuse; similar 5 in 10 minutes, flag;
/// cross-posts 3 rooms in 5 minutes, refuse; flood 4,000 characters a minute, refuse; newcomers for 1 day,
/// links hold. All of them are off in [#OFF], the default of the product.
///
/// @param slowMode least time between two messages of a sender in a room, up to 6 hours; zero for none
/// @param identical how often the same text, in whatever room
/// @param similar how often nearly the same text, in whatever room
/// @param crossPosts in how many rooms the same or nearly the same text
/// @param texts which texts are compared, and how
/// @param flood how many characters
/// @param newcomers what who is new may not do
public record ConductRules(
        Duration slowMode,
        @Nullable Repeats identical,
        @Nullable Repeats similar,
        @Nullable Repeats crossPosts,
        ComparedTexts texts,
        @Nullable Flood flood,
        @Nullable Newcomers newcomers) {

    private static final Duration LONGEST_SLOW_MODE = Duration.ofHours(6);

    /// No rule at all.
    public static final ConductRules OFF =
            new ConductRules(Duration.ZERO, null, null, null, ComparedTexts.DEFAULT, null, null);

    /// @throws IllegalArgumentException when out of range
    public ConductRules {
        Range.require("slow-mode", slowMode, Duration.ZERO, LONGEST_SLOW_MODE);
    }

    /// Whether nothing is asked, so that nothing need be known of a sender. A slow mode by sanction is not
    /// part of the rules.
    public boolean isOff() {
        return slowMode.isZero() && !comparesTexts() && flood == null && newcomers == null;
    }

    /// Whether texts are compared with earlier ones.
    public boolean comparesTexts() {
        return identical != null || similar != null || crossPosts != null;
    }

    /// For how long texts are remembered.
    Duration longestWindow() {
        return Stream.of(identical, similar, crossPosts)
                .filter(Objects::nonNull)
                .map(Repeats::window)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
