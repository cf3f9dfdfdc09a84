package io.millrace.edge.room;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.id.ClientId;
import io.millrace.id.Epoch;
import io.millrace.id.Offset;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One room on this edge.
///
/// Attaching: the room's snapshot has been asked for; events are ignored, for the snapshot will hold them,
/// and actions wait. Live: each event with the next offset goes to every member; a repeat is dropped, a gap
/// leads back to attaching. Everything happens under the room's lock, which is never held while waiting.
/// Public methods other than those for actions lock by themselves.
public final class LocalRoom {

    private final RoomId id;
    private final Namespace namespace;
    private final RoomCommands commands;
    private final ReentrantLock lock = new ReentrantLock();
    private final Members members;
    private final Tail tail;
    private final StandIns standIns = new StandIns();
    private final PositionWatch watch;
    private final AheadClaims claims = new AheadClaims();
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Epoch epoch;
    private @Nullable Snapshot assembling;
    private long top;
    private long floor;
    private long presenceVersion;
    private boolean live;
    private boolean closed;
    private long attachedAtNanos;
    private long idleSinceNanos;
    private long reconciledAtNanos;

    /// Ids of publications without a place that came lately, by which a repeat is known; null before the first.
    private @Nullable Set<String> passed;

    /// Ids remembered of publications without a place.
    private static final int PASSED = 64;

    private record Waiting(RoomAction action, long deadlineNanos) {}

    LocalRoom(RoomId id, Namespace namespace, RoomCommands commands, long nowNanos) {
        this.id = id;
        this.namespace = namespace;
        this.commands = commands;
        this.members = new Members(id.value(), namespace);
        this.tail = new Tail(namespace.historySize());
        this.idleSinceNanos = nowNanos;
        this.reconciledAtNanos = nowNanos;
        this.watch = new PositionWatch(id.hashCode(), nowNanos);
        attach(nowNanos);
    }

    // For actions, which run under the lock.

    /// The newest position.
    public StreamPosition position() {
        return new StreamPosition(top, epoch == null ? "" : epoch.value());
    }

    /// What a subscriber at that position has missed.
    ///
    /// @param from an empty epoch matches any
    /// @param limit publications at most, from 1
    /// @param nowMicros microseconds since 1970 UTC
    /// @param archived what the archive gave for the range of an earlier [Recovery.TooOld]; empty at first
    public Recovery recover(StreamPosition from, int limit, long nowMicros, List<Publication> archived) {
        if (epoch == null || !(from.epoch().isEmpty() || from.epoch().equals(epoch.value()))) {
            return new Recovery.Gone();
        }
        if (from.offset() > top) {
            return ahead(from, limit, nowMicros) ? new Recovery.Ahead() : new Recovery.Gone();
        }
        if (top - from.offset() > limit || from.offset() < floor - 1) {
            return new Recovery.Gone();
        }
        List<RoomPublication> missed = tail.after(from.offset(), oldest(nowMicros));
        // Publications up to the floor are gone, and the event at the floor has none.
        long first = Math.max(from.offset(), floor) + 1;
        long firstAtHand = missed.isEmpty() ? top + 1 : missed.getFirst().offset();
        if (firstAtHand <= first) {
            return new Recovery.Complete(wire(missed));
        }
        List<Publication> older = standIns.in(archived.stream()
                .filter(publication -> publication.offset() >= first && publication.offset() < firstAtHand)
                .toList());
        if (older.size() == firstAtHand - first) {
            List<Publication> all = new ArrayList<>(older);
            all.addAll(wire(missed));
            return new Recovery.Complete(all);
        }
        return namespace.persistence()
                ? new Recovery.TooOld(new ArchiveRange(epoch, first, top, limit, false))
                : new Recovery.Gone();
    }

    /// Whether the room may have come to a position of which this edge has not heard yet.
    private boolean ahead(StreamPosition from, int limit, long nowMicros) {
        if (from.epoch().isEmpty() || from.offset() - top > limit || claims.isRefuted(from.offset())) {
            return false;
        }
        if (claims.claim(from.offset(), nowMicros)) {
            commands.check(id);
        }
        return true;
    }

    /// The newest publication, for who wants no others; null when it is gone or a newer event has removed it.
    /// Retractions do not count: they are about others, and what they leave behind is a publication too.
    ///
    /// @param nowMicros microseconds since 1970 UTC
    public @Nullable Publication newest(long nowMicros) {
        RoomPublication newest = tail.newest();
        return newest != null && newest.atMicros() >= oldest(nowMicros) ? newest.wire() : null;
    }

    /// As [#history], and what of the answer has to be looked up in the archive.
    ///
    /// @param limit publications at most; 0 asks for none
    public HistoryPage page(@Nullable StreamPosition since, boolean reverse, int limit, long nowMicros) {
        if (limit == 0) {
            return new HistoryPage(List.of(), 0, null);
        }
        List<Publication> atHand = history(since, reverse, limit, nowMicros);
        long firstAtHand = tail.first(oldest(nowMicros), top + 1);
        long first = floor + 1;
        long last = firstAtHand - 1;
        if (reverse) {
            last = since == null ? last : Math.min(last, since.offset() - 1);
        } else {
            first = since == null ? first : Math.max(first, since.offset() + 1);
        }
        boolean full = reverse && atHand.size() == limit;
        Epoch known = epoch;
        return full || first > last || known == null || !namespace.persistence()
                ? new HistoryPage(atHand, limit, null)
                : new HistoryPage(atHand, limit, new ArchiveRange(known, first, last, limit, reverse), standIns.copy());
    }

    /// Publications after or before an offset that are still at hand.
    ///
    /// @param since exclusive start, or null for the end that the direction implies
    public List<Publication> history(@Nullable StreamPosition since, boolean reverse, int limit, long nowMicros) {
        List<RoomPublication> found = reverse
                ? tail.before(since == null ? Long.MAX_VALUE : since.offset(), oldest(nowMicros))
                : tail.after(since == null ? 0 : since.offset(), oldest(nowMicros));
        return wire(found.subList(0, Math.min(limit, found.size())));
    }

    /// Everybody present on any edge, by client id.
    public Map<String, ClientInfo> presence() {
        return members.presence();
    }

    /// Adds a member; it gets every event from here on.
    public void add(RoomMember member) {
        add(member, List.of());
    }

    /// Adds a member that has recovered.
    ///
    /// @param recovered what it gets with its subscribe reply, up to the top; perhaps nothing
    public void add(RoomMember member, List<Publication> recovered) {
        members.add(member);
        if (member.positioned()) {
            watch.wake();
        }
        if (member.takesDeltas()) {
            members.addDeltas(
                    member, recovered.isEmpty() ? null : recovered.getLast().data());
        }
        if (namespace.tracksPresence() && member.visibility() != Visibility.HIDDEN) {
            join(member);
        }
    }

    // Lock by themselves.

    /// Runs an action now if the room is live, or else when it is.
    ///
    /// @return false when the room is closed and the caller must take a new one
    boolean whenLive(RoomAction action, long nowNanos, long deadlineNanos) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (live) {
                action.live(this);
            } else if (nowNanos - deadlineNanos >= 0) {
                action.unavailable();
            } else {
                waiting.add(new Waiting(action, deadlineNanos));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Members on this edge.
    int memberCount() {
        lock.lock();
        try {
            return members.localCount();
        } finally {
            lock.unlock();
        }
    }

    void remove(ClientId client, long nowNanos) {
        lock.lock();
        try {
            takeOut(client.value());
            if (members.isEmpty()) {
                idleSinceNanos = nowNanos;
            }
        } finally {
            lock.unlock();
        }
    }

    void event(Epoch eventEpoch, RoomPublication publication, long nowNanos) {
        lock.lock();
        try {
            if (!live) {
                return;
            }
            watch.heard(nowNanos);
            if (!eventEpoch.equals(epoch) || publication.offset() > top + 1) {
                attach(nowNanos);
            } else if (publication.offset() == top + 1) {
                append(publication);
            }
        } finally {
            lock.unlock();
        }
    }

    /// A publication without a place: whoever is subscribed gets it, once.
    void passing(Epoch eventEpoch, String messageId, Publication publication) {
        lock.lock();
        try {
            if (live && eventEpoch.equals(epoch) && isNew(messageId)) {
                members.publish(publication);
            }
        } finally {
            lock.unlock();
        }
    }

    /// A publication without a place that only its sender sees, once.
    void echo(String messageId, Publication publication) {
        lock.lock();
        try {
            if (isNew(messageId)) {
                members.echo(publication);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isNew(String messageId) {
        Set<String> known = passed == null ? new LinkedHashSet<>() : passed;
        passed = known;
        if (known.size() >= PASSED) {
            known.remove(known.iterator().next());
        }
        return known.add(messageId);
    }

    /// The history up to that event was removed.
    void historyRemoved(Epoch eventEpoch, RoomPublication removal, long nowNanos) {
        lock.lock();
        try {
            boolean follows = live && eventEpoch.equals(epoch) && removal.offset() == top + 1;
            event(eventEpoch, removal, nowNanos);
            if (follows) {
                forgetUpTo(removal.offset());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Where the room is, after everything that should have come before.
    void located(Epoch roomEpoch, long roomTop, long roomPresenceVersion, long nowNanos) {
        lock.lock();
        try {
            claims.located(roomTop);
            boolean lost = !roomEpoch.equals(epoch)
                    || roomTop > top
                    || (namespace.tracksPresence() && roomPresenceVersion > presenceVersion);
            if (live && lost) {
                attach(nowNanos);
            } else if (live) {
                watch.confirmed();
            }
        } finally {
            lock.unlock();
        }
    }

    void presenceChanged(
            Epoch changeEpoch, long version, boolean joined, ClientInfo info, Visibility visibility, long nowNanos) {
        lock.lock();
        try {
            if (!live || (version <= presenceVersion && changeEpoch.equals(epoch))) {
                return;
            }
            if (!changeEpoch.equals(epoch) || version > presenceVersion + 1) {
                attach(nowNanos);
                return;
            }
            presenceVersion = version;
            if (joined) {
                members.joined(info, visibility);
            } else {
                members.left(info);
            }
        } finally {
            lock.unlock();
        }
    }

    void snapshot(Snapshot part) {
        lock.lock();
        try {
            Snapshot soFar = assembling;
            if (part.part() == 0) {
                assembling = part;
            } else if (soFar != null && part.part() == soFar.part() + 1) {
                assembling = part.after(soFar);
            } else {
                return;
            }
            Snapshot whole = assembling;
            if (part.last() && whole != null) {
                assembling = null;
                take(whole);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The room no longer counts this edge in, or deliveries were lost: ask again if somebody still follows.
    ///
    /// @return false when nobody does and the room is now closed
    boolean reattach(long nowNanos) {
        lock.lock();
        try {
            if (members.isEmpty() && waiting.isEmpty()) {
                closed = true;
                return false;
            }
            attach(nowNanos);
            if (namespace.tracksPresence()) {
                members.seen().forEach(this::join);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives up on overdue actions, repeats what the room has not confirmed, lets go of an idle room.
    ///
    /// @return false when the room is now closed
    boolean sweep(long nowNanos, RoomTimes times) {
        lock.lock();
        try {
            waiting.removeIf(waiter -> {
                boolean overdue = nowNanos - waiter.deadlineNanos >= 0;
                if (overdue) {
                    waiter.action.unavailable();
                }
                return overdue;
            });
            boolean idle = members.isEmpty() && waiting.isEmpty();
            if (idle && nowNanos - idleSinceNanos >= times.lingerNanos()) {
                closed = true;
                commands.detach(id);
            } else if (!live && !idle && nowNanos - attachedAtNanos >= times.retryNanos()) {
                attach(nowNanos);
            } else if (live && namespace.tracksPresence() && nowNanos - reconciledAtNanos >= times.retryNanos()) {
                reconciledAtNanos = nowNanos;
                members.unconfirmedJoins().forEach(this::join);
                members.unconfirmedLeaves().forEach(client -> commands.leave(id, new ClientId(client)));
            }
            if (live && !closed && watch.isDue(nowNanos, times.checkNanos(), times.idleCheckNanos())) {
                watch.asked(nowNanos);
                if (members.anyPositioned()) {
                    commands.check(id);
                }
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void join(RoomMember member) {
        commands.join(id, member.info(), member.visibility());
    }

    private void attach(long nowNanos) {
        live = false;
        attachedAtNanos = nowNanos;
        Epoch known = epoch;
        commands.attach(id, known == null ? null : new Position(known, new Offset(top)));
    }

    private void append(RoomPublication publication) {
        top = publication.offset();
        claims.advanced();
        keep(publication);
        Publication wire = publication.wire();
        if (wire != null) {
            members.publish(namespace.keepsHistory() ? wire : wire.withoutOffset());
        }
    }

    private void keep(RoomPublication publication) {
        tail.add(publication);
        Publication standIn = publication.standIn();
        if (standIn != null) {
            tail.replace(standIn);
            standIns.add(standIn);
        }
    }

    private void take(Snapshot snapshot) {
        List<RoomPublication> news =
                snapshot.tail().stream().filter(event -> event.offset() > top).toList();
        // Ascending and as many as there are offsets: no hole.
        boolean continues = snapshot.epoch().equals(epoch) && news.size() == Math.max(0, snapshot.top() - top);
        if (continues) {
            news.forEach(this::append);
        } else {
            startAnew(snapshot);
        }
        if (snapshot.floor() > floor) {
            forgetUpTo(snapshot.floor());
        }
        if (!continues || snapshot.presenceVersion() > presenceVersion || !live) {
            presenceVersion = snapshot.presenceVersion();
            members.reset(snapshot.presenceByClient(), snapshot.visibility());
        }
        live = true;
        List<Waiting> ready = List.copyOf(waiting);
        waiting.clear();
        ready.forEach(waiter -> waiter.action.live(this));
    }

    /// First snapshot, another epoch, or a hole that cannot be filled here.
    private void startAnew(Snapshot snapshot) {
        for (RoomMember member : members.local()) {
            // The others were promised nothing.
            if (member.positioned()) {
                takeOut(member.info().client());
                member.insufficientState();
            }
        }
        // They will be back in a moment.
        idleSinceNanos = attachedAtNanos;
        epoch = snapshot.epoch();
        top = snapshot.top();
        claims.advanced();
        floor = 0;
        tail.clear();
        standIns.clear();
        snapshot.tail().forEach(this::keep);
    }

    private void forgetUpTo(long removal) {
        floor = removal;
        tail.forgetBefore(removal);
    }

    private void takeOut(String client) {
        RoomMember member = members.remove(client);
        if (member != null && member.visibility() != Visibility.HIDDEN && namespace.tracksPresence()) {
            members.leaving(client);
            commands.leave(id, new ClientId(client));
        }
    }

    private long oldest(long nowMicros) {
        return nowMicros - namespace.historyTime().toNanos() / 1_000;
    }

    private static List<Publication> wire(List<RoomPublication> publications) {
        return publications.stream()
                .map(RoomPublication::wire)
                .filter(Objects::nonNull)
                .toList();
    }
}
