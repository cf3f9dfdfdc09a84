package io.millrace.moderation.policy;

import java.time.Duration;

/// How messages are kept back for people.
///
/// @param timeout how long a message waits for a moderator
/// @param onTimeout what is done with it then
/// @param most how many messages of one sender may wait in one room, those behind a held one included; further
///     ones are refused, and may be sent again later
/// @param reviewFlagged whether messages that were only flagged are shown to moderators too
public record Holds(Duration timeout, OnTimeout onTimeout, int most, boolean reviewFlagged) {

    /// A day, then discarded; a hundred at once; flagged ones are not shown.
    public static final Holds DEFAULT = new Holds(Duration.ofDays(1), OnTimeout.DROP, 100, false);

    /// What becomes of a message that nobody decided on.
    public enum OnTimeout {
        /// It goes to its room.
        DELIVER,
        /// It is discarded.
        DROP
    }

    /// @throws IllegalArgumentException when nothing may wait, or for no time
    public Holds {
        if (timeout.isNegative() || timeout.isZero() || most < 1) {
            throw new IllegalArgumentException(
                    "a hold needs a time and room for a message, has " + timeout + ", " + most);
        }
    }
}
