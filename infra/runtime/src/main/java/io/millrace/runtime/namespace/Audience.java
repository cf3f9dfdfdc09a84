package io.millrace.runtime.namespace;

/// Who may do something in the rooms of a namespace.
public enum Audience {
    /// Nobody.
    NOBODY,
    /// Who has an open subscription to the room; for subscribing itself the same as `NOBODY`.
    SUBSCRIBER,
    /// Every user with a name.
    USER,
    /// Everybody, anonymous users too.
    ANYONE;

    /// Whether this audience contains a client.
    ///
    /// @param anonymous whether the client has no user id
    /// @param subscribed whether it has an open subscription to the room
    public boolean contains(boolean anonymous, boolean subscribed) {
        return switch (this) {
            case NOBODY -> false;
            case SUBSCRIBER -> subscribed;
            case USER -> !anonymous;
            case ANYONE -> true;
        };
    }
}
