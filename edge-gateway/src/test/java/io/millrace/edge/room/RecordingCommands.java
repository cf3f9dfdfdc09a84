package io.millrace.edge.room;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.id.ClientId;
import io.millrace.id.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Keeps what an edge has told its rooms, in order. Thread-safe.
public final class RecordingCommands implements RoomCommands {

    private final Queue<Told> told = new ConcurrentLinkedQueue<>();

    /// One command.
    public sealed interface Told {
        RoomId room();

        record Attach(RoomId room, @Nullable Position known) implements Told {}

        record Detach(RoomId room) implements Told {}

        record Join(RoomId room, String client) implements Told {}

        record Leave(RoomId room, String client) implements Told {}

        record Check(RoomId room) implements Told {}
    }

    /// The commands since the last call.
    public List<Told> take() {
        List<Told> result = new ArrayList<>();
        for (Told next = told.poll(); next != null; next = told.poll()) {
            result.add(next);
        }
        return result;
    }

    @Override
    public void attach(RoomId room, @Nullable Position known) {
        told.add(new Told.Attach(room, known));
    }

    @Override
    public void detach(RoomId room) {
        told.add(new Told.Detach(room));
    }

    @Override
    public void check(RoomId room) {
        told.add(new Told.Check(room));
    }

    @Override
    public void join(RoomId room, ClientInfo member, Visibility visibility) {
        told.add(new Told.Join(room, member.client()));
    }

    @Override
    public void leave(RoomId room, ClientId member) {
        told.add(new Told.Leave(room, member.value()));
    }
}
