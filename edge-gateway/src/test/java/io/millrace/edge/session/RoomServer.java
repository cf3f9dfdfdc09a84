package io.millrace.edge.session;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.room.Position;
import io.millrace.edge.room.RoomCommands;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.RoomHub;
import io.millrace.edge.room.Visibility;
import io.millrace.id.ClientId;
import io.millrace.id.RoomId;
import io.millrace.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Stands in for the message processor: answers an attach with the snapshot of a room of three events, from a
/// thread of its own as the inbox reader does. Other commands it only notes. Thread-safe.
final class RoomServer implements RoomCommands, AutoCloseable {

    static final long TOP = 3;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile @Nullable RoomHub hub;
    private volatile boolean away;
    private volatile int eventBytes = 2;

    void serve(RoomHub rooms) {
        hub = rooms;
    }

    /// From now on nothing is answered.
    void goAway() {
        away = true;
    }

    /// From now on the events of snapshots have payloads of that size.
    void serveEventsOf(int bytes) {
        eventBytes = bytes;
    }

    /// Commands so far, such as `attach chat:lobby` or `join chat:lobby`.
    List<String> told() {
        return List.copyOf(told);
    }

    void awaitTold(String command) {
        Await.until(() -> told.contains(command), Await.DEADLINE, command + " among " + told);
    }

    /// Delivers something after everything that was asked for before.
    void deliver(Runnable delivery) {
        try {
            thread.submit(delivery).get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError("delivery failed", e);
        }
    }

    @Override
    public void attach(RoomId room, @Nullable Position known) {
        told.add("attach " + room);
        RoomHub rooms = hub;
        if (rooms != null && !away) {
            thread.execute(() -> rooms.snapshot(
                    room,
                    RoomFixtures.snapshot(
                            RoomFixtures.EPOCH,
                            TOP,
                            LongStream.rangeClosed(1, TOP)
                                    .mapToObj(offset -> RoomFixtures.event(offset, eventBytes))
                                    .toList())));
        }
    }

    @Override
    public void detach(RoomId room) {
        told.add("detach " + room);
    }

    @Override
    public void check(RoomId room) {
        told.add("check " + room);
    }

    @Override
    public void join(RoomId room, ClientInfo member, Visibility visibility) {
        told.add("join " + room + (visibility == Visibility.NAMESPACE ? "" : " " + visibility));
    }

    @Override
    public void leave(RoomId room, ClientId member) {
        told.add("leave " + room);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
