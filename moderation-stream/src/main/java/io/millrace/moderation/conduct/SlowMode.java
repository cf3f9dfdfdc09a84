package io.millrace.moderation.conduct;

/// How long a sender has to wait between two messages because of a sanction.
///
/// @param roomMillis least time between two messages in the room, 0 for none
/// @param everywhereMillis least time between two messages in whatever room, 0 for none
public record SlowMode(long roomMillis, long everywhereMillis) {

    /// No sanction.
    public static final SlowMode NONE = new SlowMode(0, 0);
}
