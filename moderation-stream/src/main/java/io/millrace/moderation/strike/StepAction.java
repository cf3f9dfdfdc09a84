package io.millrace.moderation.strike;

/// What a step of the ladder does.
public enum StepAction {
    /// The sender is told to behave.
    WARN,
    /// It may send one message in each interval.
    SLOW,
    /// It may only read for a while.
    TIMEOUT,
    /// It may only read, for long or until somebody ends it.
    MUTE,
    /// People are asked whether to ban it; a machine never bans.
    BAN_PROPOSAL;

    boolean lasts() {
        return switch (this) {
            case SLOW, TIMEOUT, MUTE -> true;
            case WARN, BAN_PROPOSAL -> false;
        };
    }
}
