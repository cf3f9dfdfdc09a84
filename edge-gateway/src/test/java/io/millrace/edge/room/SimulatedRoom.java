package io.millrace.edge.room;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.room.RecordingCommands.Told;
import io.millrace.id.Epoch;
import io.millrace.id.RoomId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// One room's log and its state machine, seen from one edge: takes the edge's commands and makes its
/// deliveries.
///
/// A crash makes the deliveries since the last commit a second time, as the successor of a dead processor does.
/// Losses take deliveries away that the edge has not read yet.
final class SimulatedRoom {

    private final RoomId id;
    private final int historySize;
    private final Random chance;
    private final Map<String, ClientInfo> present = new LinkedHashMap<>();
    private final Map<String, Boolean> ofThisEdge = new LinkedHashMap<>();
    /// By offset of the retraction, the offset of what it took back.
    private final Map<Long, Long> retractions = new TreeMap<>();

    private final List<Delivery> inbox = new ArrayList<>();
    private final List<Delivery> sinceCommit = new ArrayList<>();
    private int epochs = 1;
    private long top;
    private long presenceVersion;
    private boolean attached;

    /// Something for the edge.
    interface Delivery {
        void to(RoomHub hub, RoomId room, long nowNanos);
    }

    SimulatedRoom(RoomId id, int historySize, Random chance) {
        this.id = id;
        this.historySize = historySize;
        this.chance = chance;
    }

    Epoch epoch() {
        return new Epoch("e" + epochs);
    }

    long top() {
        return top;
    }

    Map<String, ClientInfo> present() {
        return Map.copyOf(present);
    }

    void publish() {
        top++;
        if (attached) {
            Epoch at = epoch();
            RoomPublication event = RoomFixtures.event(top);
            deliver((hub, room, now) -> hub.event(room, at, event, now));
        }
    }

    /// Takes one of the newest publications back, if it still stands.
    void retract() {
        long target = top == 0 ? 0 : top - chance.nextLong(Math.min(top, 6));
        if (target == 0 || retractions.containsKey(target) || retractions.containsValue(target)) {
            return;
        }
        top++;
        retractions.put(top, target);
        if (attached) {
            Epoch at = epoch();
            RoomPublication event = RoomFixtures.retraction(top, target);
            deliver((hub, room, now) -> hub.event(room, at, event, now));
        }
    }

    /// An event as it is now.
    RoomPublication event(long offset) {
        Long target = retractions.get(offset);
        if (target != null) {
            return RoomFixtures.retraction(offset, target);
        }
        return retractions.containsValue(offset)
                ? new RoomPublication(offset, RoomFixtures.EVENT_MICROS, RoomFixtures.standIn(offset))
                : RoomFixtures.event(offset);
    }

    /// Somebody of another edge comes or goes.
    void toggleStranger(String client) {
        if (present.containsKey(client)) {
            leave(client);
        } else {
            join(client, false);
        }
    }

    void take(Told command) {
        switch (command) {
            case Told.Attach(RoomId room, Position known) -> attach(known);
            case Told.Detach(RoomId room) -> drop();
            case Told.Join(RoomId room, String client) -> {
                if (isAttached() && !present.containsKey(client)) {
                    join(client, true);
                }
            }
            case Told.Check(RoomId room) -> {
                if (isAttached()) {
                    Epoch at = epoch();
                    long where = top;
                    long version = presenceVersion;
                    deliver((hub, same, now) -> hub.position(same, at, where, version, now));
                }
            }
            case Told.Leave(RoomId room, String client) -> {
                if (isAttached() && ofThisEdge.getOrDefault(client, false)) {
                    leave(client);
                }
            }
        }
    }

    /// The edge's heartbeat was missed.
    void expire() {
        if (attached) {
            drop();
            deliver((hub, room, now) -> hub.detached(room, now));
        }
    }

    /// The room is forgotten, which may only happen while nobody follows it, and begins anew.
    void forget() {
        if (!attached) {
            epochs++;
            top = 0;
            presenceVersion = 0;
            retractions.clear();
            present.clear();
            ofThisEdge.clear();
        }
    }

    void commit() {
        sinceCommit.clear();
    }

    void crash() {
        inbox.addAll(sinceCommit);
    }

    int undelivered() {
        return inbox.size();
    }

    void deliverOne(RoomHub hub, long nowNanos) {
        inbox.removeFirst().to(hub, id, nowNanos);
    }

    void loseOne() {
        inbox.remove(chance.nextInt(inbox.size()));
    }

    void loseAll() {
        inbox.clear();
    }

    private boolean isAttached() {
        if (!attached) {
            deliver((hub, room, now) -> hub.detached(room, now));
        }
        return attached;
    }

    private void attach(Position known) {
        attached = true;
        boolean continues =
                known != null && known.epoch().equals(epoch()) && known.offset().value() <= top;
        long after = Math.max(continues ? known.offset().value() : 0, top - historySize);
        List<RoomPublication> tail =
                LongStream.rangeClosed(after + 1, top).mapToObj(this::event).toList();
        int cut = chance.nextInt(tail.size() + 1);
        List<ClientInfo> everybody = List.copyOf(present.values());
        snapshot(0, false, tail.subList(0, cut), List.of());
        snapshot(1, false, tail.subList(cut, tail.size()), List.of());
        snapshot(2, true, List.of(), everybody);
    }

    private void snapshot(int part, boolean last, List<RoomPublication> tail, List<ClientInfo> members) {
        Snapshot snapshot = new Snapshot(part, last, epoch(), top, presenceVersion, tail, members);
        deliver((hub, room, now) -> hub.snapshot(room, snapshot));
    }

    private void drop() {
        attached = false;
        List.copyOf(ofThisEdge.keySet()).stream().filter(ofThisEdge::get).forEach(this::leave);
    }

    private void join(String client, boolean here) {
        ofThisEdge.put(client, here);
        present.put(client, RoomFixtures.client(client));
        changed(client, true);
    }

    private void leave(String client) {
        ofThisEdge.remove(client);
        present.remove(client);
        changed(client, false);
    }

    private void changed(String client, boolean joined) {
        presenceVersion++;
        if (attached) {
            Epoch at = epoch();
            long version = presenceVersion;
            deliver((hub, room, now) -> hub.presenceChanged(
                    room, at, version, joined, RoomFixtures.client(client), Visibility.NAMESPACE, now));
        }
    }

    private void deliver(Delivery delivery) {
        inbox.add(delivery);
        sinceCommit.add(delivery);
    }
}
