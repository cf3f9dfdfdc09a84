package io.millrace.moderation.desk.access;

/// What can be done at the desk.
public enum Task {
    /// Look at items, decisions, sanctions and the audit.
    READ,
    /// Claim and resolve items, take messages back.
    REVIEW,
    /// Slow somebody down or silence them for a while.
    TIMEOUT,
    /// Mute or ban somebody.
    BAN,
    /// Resolve many items at once.
    BULK,
    /// Lock a room and open it again.
    LOCK,
    /// Change the policy and its lists.
    POLICY
}
