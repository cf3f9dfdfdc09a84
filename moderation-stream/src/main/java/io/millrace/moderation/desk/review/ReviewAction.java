package io.millrace.moderation.desk.review;

import io.millrace.schema.moderation.ReviewKind;

/// How a moderator resolves an item.
public enum ReviewAction {
    /// A held message is published, a published one stays; a proposed ban is carried out.
    APPROVE,
    /// A held message is discarded, a published one taken back.
    REMOVE,
    /// Nothing is done: no matter for moderators, or the appeal is turned down.
    DISMISS,
    /// The appeal is granted: the strike is taken back and the sanction ends.
    PARDON;

    /// Whether an item of that kind can be resolved so.
    public boolean fits(ReviewKind kind) {
        return switch (kind) {
            case HELD -> this == APPROVE || this == REMOVE;
            case FLAGGED, REPORT -> this != PARDON;
            case APPEAL -> this == DISMISS || this == PARDON;
            case BAN_PROPOSAL -> this == APPROVE || this == DISMISS;
            case RAID, UNKNOWN -> this == DISMISS;
        };
    }
}
