package io.millrace.edge.room;

import static io.millrace.edge.room.RoomFixtures.EPOCH;
import static io.millrace.edge.room.RoomFixtures.ROOM;

import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.room.RecordingCommands.Told;
import io.millrace.id.ClientId;
import io.millrace.id.Epoch;
import io.millrace.runtime.namespace.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A hub with one room of interest, and a clock that is moved by hand.
final class HubRun {

    static final Duration RETRY = Duration.ofSeconds(2);
    static final Duration LINGER = Duration.ofSeconds(30);
    static final Duration CHECK = Duration.ofSeconds(40);
    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

    final RecordingCommands commands = new RecordingCommands();
    final RoomHub hub = new RoomHub(commands, RETRY, LINGER, CHECK, Duration.ofMinutes(5));
    final Namespace namespace;

    /// Starts just below the overflow, so that every comparison of readings is tried across it.
    long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    /// Where members subscribed, by the order of their subscribe replies.
    final List<StreamPosition> subscribed = new ArrayList<>();

    HubRun(Namespace namespace) {
        this.namespace = namespace;
    }

    static HubRun withHistory(int size) {
        return new HubRun(RoomFixtures.namespace("chat", size));
    }

    static HubRun withoutPresence(int historySize) {
        return new HubRun(RoomFixtures.withoutPresence(RoomFixtures.namespace("chat", historySize)));
    }

    RecordingMember subscribe(String client) {
        RecordingMember member = new RecordingMember(client, true);
        subscribe(member);
        return member;
    }

    RecordingMember subscribeQuietly(String client) {
        RecordingMember member = new RecordingMember(client, false);
        subscribe(member);
        return member;
    }

    void subscribe(RecordingMember member) {
        whenLive(new RoomAction() {
            @Override
            public void live(LocalRoom room) {
                subscribed.add(room.position());
                room.add(member);
            }

            @Override
            public void unavailable() {
                subscribed.add(StreamPosition.UNKNOWN);
            }
        });
    }

    void whenLive(RoomAction action) {
        hub.whenLive(ROOM, namespace, action, now, now + COMMAND_TIMEOUT.toNanos());
    }

    /// Reads something of the room, which must be live.
    <T> T read(java.util.function.Function<LocalRoom, T> question) {
        List<T> answer = new ArrayList<>();
        whenLive(new RoomAction() {
            @Override
            public void live(LocalRoom room) {
                answer.add(question.apply(room));
            }

            @Override
            public void unavailable() {}
        });
        if (answer.isEmpty()) {
            throw new AssertionError("room is not live");
        }
        return answer.getFirst();
    }

    void leave(String client) {
        hub.leave(ROOM, new ClientId(client), now);
    }

    void snapshot(long top, long tailFrom) {
        hub.snapshot(ROOM, RoomFixtures.snapshot(EPOCH, top, RoomFixtures.events(tailFrom, top)));
    }

    void snapshot(Epoch epoch, long top) {
        hub.snapshot(ROOM, RoomFixtures.snapshot(epoch, top, List.of()));
    }

    /// A snapshot without events.
    void presenceSnapshot(long version, String... present) {
        hub.snapshot(
                ROOM,
                new Snapshot(
                        0,
                        true,
                        EPOCH,
                        0,
                        version,
                        List.of(),
                        java.util.Arrays.stream(present)
                                .map(RoomFixtures::client)
                                .toList()));
    }

    void events(long... offsets) {
        for (long offset : offsets) {
            event(EPOCH, offset);
        }
    }

    void event(Epoch epoch, long offset) {
        hub.event(ROOM, epoch, RoomFixtures.event(offset), now);
    }

    void joined(long version, String client) {
        joined(version, client, Visibility.NAMESPACE);
    }

    void joined(long version, String client, Visibility visibility) {
        hub.presenceChanged(ROOM, EPOCH, version, true, RoomFixtures.client(client), visibility, now);
    }

    void left(long version, String client) {
        hub.presenceChanged(ROOM, EPOCH, version, false, RoomFixtures.client(client), Visibility.NAMESPACE, now);
    }

    void detached() {
        hub.detached(ROOM, now);
    }

    void sweepAfter(Duration time) {
        now += time.toNanos();
        hub.sweep(now);
    }

    /// What was told to the room since the last call.
    List<Told> told() {
        return commands.take();
    }

    static Told attach() {
        return new Told.Attach(ROOM, null);
    }

    static Told attachFrom(long offset) {
        return new Told.Attach(ROOM, new Position(EPOCH, new io.millrace.id.Offset(offset)));
    }

    static Told detach() {
        return new Told.Detach(ROOM);
    }

    static Told join(String client) {
        return new Told.Join(ROOM, client);
    }

    static Told leaves(String client) {
        return new Told.Leave(ROOM, client);
    }
}
