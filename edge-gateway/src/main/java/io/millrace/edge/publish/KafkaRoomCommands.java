package io.millrace.edge.publish;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.room.Position;
import io.millrace.edge.room.RoomCommands;
import io.millrace.edge.room.Visibility;
import io.millrace.id.ClientId;
import io.millrace.id.RoomId;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.schema.chat.Attach;
import io.millrace.schema.chat.Detach;
import io.millrace.schema.chat.PositionCheck;
import io.millrace.schema.chat.PresenceJoin;
import io.millrace.schema.chat.PresenceLeave;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Room commands of this edge, written by one thread of its own: rooms call while they are locked, and a
/// broker that is away must not hold them up. A full queue drops the command and counts it; rooms ask again
/// for what matters to them.
public final class KafkaRoomCommands implements RoomCommands, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaRoomCommands.class);
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final RecordSink writer;
    private final Supplier<EdgeAddress> address;
    private final BlockingQueue<RoomCommand> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final LogGate unwritten = new LogGate(LOGGER, "room commands not written");
    private final Thread thread;
    private volatile boolean closing;

    /// @param capacity commands that may wait, at least 1
    public KafkaRoomCommands(RecordSink writer, Supplier<EdgeAddress> address, int capacity) {
        this.writer = writer;
        this.address = address;
        this.queue = new LinkedBlockingQueue<>(capacity);
        this.thread = Threads.start("edge-room-commands", this::writeAll);
    }

    @Override
    public void attach(RoomId room, @Nullable Position known) {
        EdgeAddress own = address.get();
        offer(command(room)
                .setAttach(new Attach(
                        own.inbox().partition(),
                        own.incarnation().value(),
                        known == null ? null : known.epoch().value(),
                        known == null ? null : known.offset().value())));
    }

    @Override
    public void detach(RoomId room) {
        EdgeAddress own = address.get();
        offer(command(room)
                .setDetach(new Detach(own.inbox().partition(), own.incarnation().value())));
    }

    @Override
    public void check(RoomId room) {
        EdgeAddress own = address.get();
        offer(command(room)
                .setCheck(new PositionCheck(
                        own.inbox().partition(), own.incarnation().value())));
    }

    @Override
    public void join(RoomId room, ClientInfo member, Visibility visibility) {
        EdgeAddress own = address.get();
        offer(command(room)
                .setJoin(new PresenceJoin(
                        own.inbox().partition(),
                        own.incarnation().value(),
                        new Sender(
                                member.user(),
                                member.client(),
                                Publisher.bytes(member.connInfo()),
                                Publisher.bytes(member.chanInfo())),
                        recorded(visibility))));
    }

    @Override
    public void leave(RoomId room, ClientId member) {
        EdgeAddress own = address.get();
        offer(command(room)
                .setLeave(new PresenceLeave(
                        own.inbox().partition(), own.incarnation().value(), member.value())));
    }

    /// Commands that did not fit into the queue, for metrics.
    public long dropped() {
        return dropped.get();
    }

    /// Commands that wait, for metrics.
    public int queued() {
        return queue.size();
    }

    /// Writes what is queued, within some seconds, and stops.
    @Override
    public void close() {
        closing = true;
        if (!Threads.join(thread, DRAIN)) {
            thread.interrupt();
        }
    }

    private static io.millrace.schema.chat.Visibility recorded(Visibility visibility) {
        return switch (visibility) {
            case NAMESPACE -> io.millrace.schema.chat.Visibility.NAMESPACE;
            case LISTED -> io.millrace.schema.chat.Visibility.LISTED;
            case ANNOUNCED -> io.millrace.schema.chat.Visibility.ANNOUNCED;
            case BOTH -> io.millrace.schema.chat.Visibility.BOTH;
            case HIDDEN -> throw new IllegalArgumentException("nobody is told of a hidden subscriber");
        };
    }

    private static RoomCommand.Builder command(RoomId room) {
        return RoomCommand.newBuilder().setRoom(room.value());
    }

    private void offer(RoomCommand.Builder command) {
        if (!queue.offer(command.build())) {
            dropped.incrementAndGet();
        }
    }

    private void writeAll() {
        try {
            while (!closing || !queue.isEmpty()) {
                RoomCommand command = queue.poll(100, TimeUnit.MILLISECONDS);
                if (command != null) {
                    write(command);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(RoomCommand command) {
        try {
            writer.write(Topics.ROOM_COMMANDS, command.getRoom(), command, (metadata, failure) -> {
                if (failure != null) {
                    lost(failure);
                }
            });
        } catch (RuntimeException e) {
            lost(e);
        }
    }

    private void lost(Exception failure) {
        dropped.incrementAndGet();
        unwritten.warn(failure);
    }
}
