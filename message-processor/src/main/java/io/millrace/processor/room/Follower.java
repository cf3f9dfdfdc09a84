package io.millrace.processor.room;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;

/// One life of an edge, as a room knows it.
///
/// @param inbox where its deliveries go
/// @param incarnation which process reads them
public record Follower(Inbox inbox, Incarnation incarnation) {

    /// @throws IllegalArgumentException when either part is not valid
    static Follower of(int inbox, String incarnation) {
        return new Follower(new Inbox(inbox), new Incarnation(incarnation));
    }

    /// Whether this is a later life of the same inbox.
    boolean replaces(Follower other) {
        return inbox.equals(other.inbox) && incarnation.compareTo(other.incarnation) > 0;
    }
}
