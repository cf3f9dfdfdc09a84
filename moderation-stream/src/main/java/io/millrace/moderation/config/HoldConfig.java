package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.time.Duration;

/// What becomes of messages that wait for a moderator.
///
/// @param timeout how long they wait
/// @param onTimeout what becomes of them then
/// @param most so many of one sender may wait in one room, those behind a held one included
public record HoldConfig(Duration timeout, OnTimeout onTimeout, int most) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration DEFAULT = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    /// What becomes of a message that nobody decided about.
    public enum OnTimeout {
        /// It goes to its room.
        DELIVER,
        /// It is discarded.
        DROP
    }

    static HoldConfig read(Section section) {
        return new HoldConfig(
                section.duration("timeout", DEFAULT, SHORTEST, LONGEST),
                section.choice("on-timeout", OnTimeout.DROP),
                section.integer("most", 100, 1, 1_000));
    }
}
