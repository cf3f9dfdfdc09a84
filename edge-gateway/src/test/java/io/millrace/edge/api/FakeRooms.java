package io.millrace.edge.api;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.publish.PendingPublishes;
import io.millrace.edge.publish.PublishOutcome;
import io.millrace.edge.publish.RecordSink;
import io.millrace.edge.room.Position;
import io.millrace.edge.room.RoomCommands;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.RoomHub;
import io.millrace.edge.room.Snapshot;
import io.millrace.edge.room.Visibility;
import io.millrace.id.ClientId;
import io.millrace.id.MessageId;
import io.millrace.id.Offset;
import io.millrace.id.RoomId;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Retract;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.jspecify.annotations.Nullable;

/// The rooms of all edges of a test: numbers publications, knows repeats by their id, answers an attach with
/// three events and two connections of one user. Thread-safe.
public final class FakeRooms implements RecordSink, RoomCommands, AutoCloseable {

    static final long TOP = 3;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final PendingPublishes pending;
    private final Map<String, Map<String, Long>> offsets = new HashMap<>();
    private final List<RoomCommand> commands = new ArrayList<>();
    private final List<AuditEvent> audited = new ArrayList<>();
    private @Nullable RoomHub hub;
    private boolean away;

    FakeRooms(PendingPublishes pending) {
        this.pending = pending;
    }

    void serve(RoomHub rooms) {
        hub = rooms;
    }

    /// From now on nothing is answered, or everything is again.
    public synchronized void away(boolean away) {
        this.away = away;
    }

    /// Different publications and removals that a room has taken.
    public synchronized int taken(String room) {
        return offsets.getOrDefault(room, Map.of()).size();
    }

    /// Publications as they were written, repeats included.
    public synchronized List<Publish> written() {
        return commands.stream()
                .map(RoomCommand::getPublish)
                .filter(publish -> publish != null)
                .toList();
    }

    /// Retractions as they were written.
    synchronized List<Retract> retracted() {
        return commands.stream()
                .map(RoomCommand::getRetract)
                .filter(retract -> retract != null)
                .toList();
    }

    /// Publications as they were written into a room, repeats included.
    public synchronized int writtenTo(String room) {
        return Math.toIntExact(commands.stream()
                .filter(command ->
                        command.getPublish() != null && command.getRoom().equals(room))
                .count());
    }

    synchronized List<AuditEvent> audited() {
        return List.copyOf(audited);
    }

    @Override
    public synchronized <V extends SpecificRecord> void write(Topic<V> topic, String key, V value, Callback done) {
        if (value instanceof AuditEvent event) {
            audited.add(event);
        } else if (value instanceof RoomCommand command) {
            commands.add(command);
            if (!away) {
                answer(command);
            }
        }
    }

    private void answer(RoomCommand command) {
        String id;
        ReplyAddress replyTo;
        if (command.getPublish() != null) {
            id = command.getPublish().getMessageId();
            replyTo = command.getPublish().getReplyTo();
        } else if (command.getRetract() != null) {
            id = command.getRetract().getCommandId();
            replyTo = command.getRetract().getReplyTo();
        } else {
            id = command.getRemoveHistory().getCommandId();
            replyTo = command.getRemoveHistory().getReplyTo();
        }
        Map<String, Long> room = offsets.computeIfAbsent(command.getRoom(), _ -> new LinkedHashMap<>());
        boolean repeat = room.containsKey(id);
        long offset = room.computeIfAbsent(id, _ -> room.size() + 1L);
        thread.execute(() -> pending.complete(
                replyTo.getCorrelation(),
                new PublishOutcome.Accepted(new MessageId(id), RoomFixtures.EPOCH, new Offset(offset), repeat)));
    }

    @Override
    public synchronized void attach(RoomId room, @Nullable Position known) {
        RoomHub rooms = hub;
        if (rooms != null && !away) {
            Snapshot snapshot = new Snapshot(
                    0,
                    true,
                    RoomFixtures.EPOCH,
                    TOP,
                    0,
                    RoomFixtures.events(1, TOP),
                    List.of(ClientInfo.of("ann", "c-1"), ClientInfo.of("ann", "c-2")));
            thread.execute(() -> rooms.snapshot(room, snapshot));
        }
    }

    @Override
    public void detach(RoomId room) {}

    @Override
    public void check(RoomId room) {}

    @Override
    public void join(RoomId room, ClientInfo member, Visibility visibility) {}

    @Override
    public void leave(RoomId room, ClientId member) {}

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
