package io.millrace.edge;

import io.millrace.edge.api.EdgeFigures;
import io.millrace.edge.room.RoomHub;
import io.millrace.edge.session.SessionRegistry;
import io.millrace.schema.edge.NodeReport;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Counts what this edge holds, each time somebody asks.
final class NodeFigures implements EdgeFigures {

    private static final String VERSION = "Millrace 0.1";

    private final SessionRegistry sessions;
    private final RoomHub rooms;
    private final Supplier<String> name;
    private final long startedNanos = System.nanoTime();

    /// @param name address of the edge
    NodeFigures(SessionRegistry sessions, RoomHub rooms, Supplier<String> name) {
        this.sessions = sessions;
        this.rooms = rooms;
        this.name = name;
    }

    @Override
    public NodeReport node() {
        Map<String, Integer> subscribers = subscribers(_ -> true);
        return new NodeReport(
                name.get(),
                VERSION,
                sessions.size(),
                sessions.users(),
                subscribers.values().stream().mapToInt(Integer::intValue).sum(),
                subscribers.size(),
                Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds());
    }

    @Override
    public Map<String, Integer> subscribers(Predicate<String> channels) {
        return rooms.memberCounts(channels);
    }
}
