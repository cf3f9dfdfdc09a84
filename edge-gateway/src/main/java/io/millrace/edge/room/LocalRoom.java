package io.millrace.edge.room;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.Push;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.id.ClientId;
import io.millrace.id.Epoch;
import io.millrace.id.Offset;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Epoch epoch;
    private @Nullable Snapshot assembling;
    private long top;
    private long presenceVersion;
    private boolean live;
    private boolean closed;
    private long attachedAtNanos;
    private long idleSinceNanos;
    private long reconciledAtNanos;

    private record Waiting(RoomAction action, long deadlineNanos) {}

    LocalRoom(RoomId id, Namespace namespace, RoomCommands commands, long nowNanos) {
        this.id = id;
        this.namespace = namespace;
        this.commands = commands;
        this.members = new Members(id.value());
        this.tail = new Tail(namespace.historySize());
        this.idleSinceNanos = nowNanos;
        this.reconciledAtNanos = nowNanos;
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
    public Recovery recover(StreamPosition from, int limit, long nowMicros) {
        if (epoch == null || !(from.epoch().isEmpty() || from.epoch().equals(epoch.value()))) {
            return new Recovery.Gone();
        }
        if (from.offset() > top) {
            return !from.epoch().isEmpty() && from.offset() - top <= limit ? new Recovery.Ahead() : new Recovery.Gone();
        }
        List<RoomPublication> missed = tail.after(from.offset(), oldest(nowMicros));
        if (top - from.offset() > limit || missed.size() != top - from.offset()) {
            return new Recovery.TooOld();
        }
        return new Recovery.Complete(wire(missed));
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
        members.add(member);
        if (namespace.tracksPresence() && member.isSeen()) {
            commands.join(id, member.info());
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
            if (!eventEpoch.equals(epoch) || publication.offset() > top + 1) {
                attach(nowNanos);
            } else if (publication.offset() == top + 1) {
                append(publication);
            }
        } finally {
            lock.unlock();
        }
    }

    void presenceChanged(Epoch changeEpoch, long version, boolean joined, ClientInfo info, long nowNanos) {
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
                members.joined(info);
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
                members.seen().forEach(member -> commands.join(id, member.info()));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives up on overdue actions, repeats what the room has not confirmed, lets go of an idle room.
    ///
    /// @return false when the room is now closed
    boolean sweep(long nowNanos, long retryNanos, long lingerNanos) {
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
            if (idle && nowNanos - idleSinceNanos >= lingerNanos) {
                closed = true;
                commands.detach(id);
            } else if (!live && !idle && nowNanos - attachedAtNanos >= retryNanos) {
                attach(nowNanos);
            } else if (live && namespace.tracksPresence() && nowNanos - reconciledAtNanos >= retryNanos) {
                reconciledAtNanos = nowNanos;
                members.unconfirmedJoins().forEach(member -> commands.join(id, member.info()));
                members.unconfirmedLeaves().forEach(client -> commands.leave(id, new ClientId(client)));
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void attach(long nowNanos) {
        live = false;
        attachedAtNanos = nowNanos;
        Epoch known = epoch;
        commands.attach(id, known == null ? null : new Position(known, new Offset(top)));
    }

    private void append(RoomPublication publication) {
        top = publication.offset();
        tail.add(publication);
        Publication wire = publication.wire();
        if (wire != null) {
            members.pushToAll(new SharedReply(new Push(id.value(), wire)));
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
        if (!continues || snapshot.presenceVersion() > presenceVersion || !live) {
            presenceVersion = snapshot.presenceVersion();
            members.reset(snapshot.presenceByClient());
        }
        live = true;
        List<Waiting> ready = List.copyOf(waiting);
        waiting.clear();
        ready.forEach(waiter -> waiter.action.live(this));
    }

    /// First snapshot, another epoch, or a hole that cannot be filled here.
    private void startAnew(Snapshot snapshot) {
        for (RoomMember member : members.local()) {
            takeOut(member.info().client());
            member.insufficientState();
        }
        // They will be back in a moment.
        idleSinceNanos = attachedAtNanos;
        epoch = snapshot.epoch();
        top = snapshot.top();
        tail.clear();
        snapshot.tail().forEach(tail::add);
    }

    private void takeOut(String client) {
        RoomMember member = members.remove(client);
        if (member != null && member.isSeen() && namespace.tracksPresence()) {
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
