package io.millrace.moderation.document;

import io.millrace.id.RoomId;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which policy applies in which room. Immutable.
///
/// @param rooms those of rooms that have a document of their own
/// @param namespaces those of namespaces that have one
/// @param others of every other room
public record PolicySet(Map<String, Policy> rooms, Map<String, Policy> namespaces, Policy others)
        implements PolicySource {

    public PolicySet {
        rooms = Map.copyOf(rooms);
        namespaces = Map.copyOf(namespaces);
    }

    @Override
    public Policy general() {
        return others;
    }

    @Override
    public Policy of(RoomId room) {
        Policy own = rooms.isEmpty() ? null : rooms.get(room.value());
        return own == null ? ofNamespace(room) : own;
    }

    private Policy ofNamespace(RoomId room) {
        @Nullable Policy shared = namespaces.isEmpty() ? null : namespaces.get(room.namespace());
        return shared == null ? others : shared;
    }
}
