package io.millrace.edge.room;

import static io.millrace.edge.room.RoomFixtures.EPOCH;
import static io.millrace.edge.room.RoomFixtures.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.room.RecordingCommands.Told;
import io.millrace.id.ClientId;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Rooms between the inbox reader, the ticker and many sessions.
@Timeout(60)
class RoomConcurrencyTest {

    private static final Namespace NAMESPACE = RoomFixtures.namespace("chat", 50);
    private static final int SESSIONS = 4;
    private static final int VISITS = 400;

    private final RecordingCommands commands = new RecordingCommands();

    @Test
    void everyVisitorSeesTheEventsOfItsVisitWithoutGap() throws Exception {
        RoomHub hub = new RoomHub(
                commands, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(40), Duration.ofMinutes(5));
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();

        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> inbox = threads.submit(() -> {
                hub.prefetch(ROOM, NAMESPACE, System.nanoTime());
                hub.snapshot(ROOM, RoomFixtures.snapshot(EPOCH, 0, List.of()));
                for (long offset = 1; !done.get(); offset++) {
                    hub.event(ROOM, EPOCH, RoomFixtures.event(offset), System.nanoTime());
                    if (offset % 7 == 0) {
                        // A repeat, and now and then a detour over a new snapshot.
                        hub.event(ROOM, EPOCH, RoomFixtures.event(offset), System.nanoTime());
                    }
                    if (offset % 101 == 0) {
                        hub.detached(ROOM, System.nanoTime());
                        hub.snapshot(ROOM, RoomFixtures.snapshot(EPOCH, offset, List.of()));
                    }
                }
            });
            Future<?> ticker = threads.submit(() -> {
                while (!done.get()) {
                    hub.sweep(System.nanoTime());
                    commands.take();
                    Thread.onSpinWait();
                }
            });
            List<Future<?>> sessions = new ArrayList<>();
            for (int session = 0; session < SESSIONS; session++) {
                String name = "session-" + session;
                sessions.add(threads.submit(() -> {
                    for (int visit = 0; visit < VISITS; visit++) {
                        visit(hub, name + "-" + visit, refused);
                    }
                    return null;
                }));
            }
            for (Future<?> session : sessions) {
                session.get();
            }
            done.set(true);
            inbox.get();
            ticker.get();
        }

        assertThat(refused).hasValue(0);
    }

    @Test
    void strayDetachNeverOvertakesTheAttachOfANewFollower() throws Exception {
        CountDownLatch detaching = new CountDownLatch(1);
        CountDownLatch attached = new CountDownLatch(1);
        List<Told> order = new ArrayList<>();
        RoomHub hub = new RoomHub(
                new RoomCommands() {
                    @Override
                    public void attach(RoomId room, @Nullable Position known) {
                        order.add(new Told.Attach(room, known));
                        attached.countDown();
                    }

                    @Override
                    public void detach(RoomId room) {
                        detaching.countDown();
                        // Gives the other thread every chance to be faster.
                        awaitBriefly(attached);
                        order.add(new Told.Detach(room));
                    }

                    @Override
                    public void join(RoomId room, ClientInfo member, Visibility visibility) {}

                    @Override
                    public void leave(RoomId room, ClientId member) {}

                    @Override
                    public void check(RoomId room) {}
                },
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(40),
                Duration.ofMinutes(5));

        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> inbox = threads.submit(() -> hub.event(ROOM, EPOCH, RoomFixtures.event(1), 0));
            detaching.await();
            Future<?> session = threads.submit(() -> hub.prefetch(ROOM, NAMESPACE, 0));
            inbox.get();
            session.get();
        }

        assertThat(order).containsExactly(new Told.Detach(ROOM), new Told.Attach(ROOM, null));
    }

    private static void visit(RoomHub hub, String client, AtomicInteger refused) throws InterruptedException {
        RecordingMember member = new RecordingMember(client, false);
        CountDownLatch entered = new CountDownLatch(1);
        List<StreamPosition> from = new ArrayList<>();
        long now = System.nanoTime();
        hub.whenLive(
                ROOM,
                NAMESPACE,
                new RoomAction() {
                    @Override
                    public void live(LocalRoom room) {
                        from.add(room.position());
                        room.add(member);
                        entered.countDown();
                    }

                    @Override
                    public void unavailable() {
                        refused.incrementAndGet();
                        entered.countDown();
                    }
                },
                now,
                now + TimeUnit.SECONDS.toNanos(30));
        entered.await();
        Thread.onSpinWait();
        hub.leave(ROOM, new ClientId(client), System.nanoTime());
        List<String> seen = member.seen();
        long start = from.getFirst().offset();
        assertThat(seen).as(client).isEqualTo(RecordingMember.offsets(start + 1, start + seen.size()));
    }

    private static void awaitBriefly(CountDownLatch latch) {
        try {
            var _ = latch.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
