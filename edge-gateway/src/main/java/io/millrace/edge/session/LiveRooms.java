package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.room.LocalRoom;
import io.millrace.edge.room.RoomAction;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Runs a command's work in live rooms and waits for it, so that the commands of a session keep their order.
final class LiveRooms {

    private final Session session;
    private final EdgeServices services;

    LiveRooms(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
    }

    /// Runs work in a room; answers the command with the temporary error 100 when the room is not reached in
    /// time.
    ///
    /// @param work runs while the room is locked; not at all when the session has ended before
    void await(long commandId, Resolution.Known known, Consumer<LocalRoom> work) {
        if (!awaitAll(Map.of(known, work))) {
            session.send(Reply.ErrorReply.of(commandId, ErrorCode.INTERNAL));
        }
    }

    /// Runs work in each of some rooms.
    ///
    /// @param work runs while the room is locked; not at all when the session has ended before
    /// @return false when a room was not reached in time
    boolean awaitAll(Map<Resolution.Known, Consumer<LocalRoom>> work) {
        CountDownLatch done = new CountDownLatch(work.size());
        AtomicBoolean reached = new AtomicBoolean(true);
        work.forEach((known, each) -> services.rooms()
                .whenLive(
                        known.room(),
                        known.namespace(),
                        action(each, done, reached),
                        System.nanoTime(),
                        session.commandDeadlineNanos()));
        try {
            // The rooms' own deadline comes first; this bound only guards against a sweep that has stopped.
            if (!done.await(2 * services.config().timing().command().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("room neither live nor unavailable in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reached.get();
    }

    private RoomAction action(Consumer<LocalRoom> work, CountDownLatch done, AtomicBoolean reached) {
        return new RoomAction() {
            @Override
            public void live(LocalRoom room) {
                try {
                    if (!session.hasEnded()) {
                        work.accept(room);
                    }
                } catch (RuntimeException failure) {
                    // Others wait for the same room.
                    session.failed(failure);
                } finally {
                    done.countDown();
                }
            }

            @Override
            public void unavailable() {
                reached.set(false);
                done.countDown();
            }
        };
    }
}
