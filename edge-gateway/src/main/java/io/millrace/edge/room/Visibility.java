package io.millrace.edge.room;

import io.millrace.runtime.namespace.Namespace;

/// How others learn of a subscriber. Nearly all are seen as their namespace says, and cost nothing more.
public enum Visibility {
    /// As the options of the namespace say.
    NAMESPACE,
    /// In presence only.
    LISTED,
    /// By its join and leave only.
    ANNOUNCED,
    /// In presence, and by its join and leave.
    BOTH,
    /// Not at all.
    HIDDEN;

    /// That of a subscriber in a namespace.
    ///
    /// @param listed whether it is in presence
    /// @param announced whether its join and leave are pushed
    public static Visibility of(Namespace namespace, boolean listed, boolean announced) {
        if (!listed && !announced) {
            return HIDDEN;
        }
        if (listed == namespace.presence() && announced == namespace.joinLeave()) {
            return NAMESPACE;
        }
        return listed && announced ? BOTH : listed ? LISTED : ANNOUNCED;
    }

    boolean isListed(Namespace namespace) {
        return switch (this) {
            case NAMESPACE -> namespace.presence();
            case LISTED, BOTH -> true;
            case ANNOUNCED, HIDDEN -> false;
        };
    }

    boolean isAnnounced(Namespace namespace) {
        return switch (this) {
            case NAMESPACE -> namespace.joinLeave();
            case ANNOUNCED, BOTH -> true;
            case LISTED, HIDDEN -> false;
        };
    }
}
