package io.millrace.moderation.desk.access;

/// How far a moderator is trusted. Each role may do what the one before it may.
public enum Role {
    /// Resolves items and gives timeouts.
    MODERATOR,
    /// Also mutes, bans, acts on many items at once and locks rooms.
    LEAD,
    /// Also changes the policy.
    ADMIN;

    /// Whether the role allows a task.
    public boolean may(Task task) {
        return switch (task) {
            case READ, REVIEW, TIMEOUT -> true;
            case BAN, BULK, LOCK -> this != MODERATOR;
            case POLICY -> this == ADMIN;
        };
    }
}
