package io.millrace.micro;

import io.millrace.processor.room.CommandOrigin;
import io.millrace.processor.room.Decision;
import io.millrace.processor.room.RoomPolicy;
import io.millrace.processor.room.RoomSettings;
import io.millrace.processor.room.Rooms;
import io.millrace.schema.chat.Attach;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What the room state machine does with one publication: once for each message. Serialization and the store
/// are not in it.
@State(Scope.Thread)
public class RoomDecision {

    private static final String ROOM = "chat:general";
    private static final String INCARNATION = "0198c2f4-7a52-7d3e-8f60-3a1c5e7b9d21";

    /// Edges that follow the room.
    @Param({"1", "2", "8"})
    public int followers = 1;

    private final Sender sender = new Sender("user-1234", "3f2b9a52-1a4e-4c7e-9a43-6a4b0a3c9f11", null, null);
    private final byte[] data = Texts.payload(100);
    private Rooms rooms = rooms();
    private long offset;

    /// A room with its followers, in the memory of the processor.
    @Setup(Level.Iteration)
    public void attach() {
        rooms = rooms();
        for (int inbox = 0; inbox < followers; inbox++) {
            Attach attach = new Attach(inbox, INCARNATION, null, null);
            decide(new RoomCommand(ROOM, null, attach, null, null, null, null, null, null, null));
        }
    }

    /// A new message of a follower's client.
    @Benchmark
    public Decision publish() {
        String id = "0198c2f4-7a52-7d3e-8f60-" + (100_000_000_000L + offset);
        Publish publish = new Publish(
                id,
                sender,
                ByteBuffer.wrap(data),
                PayloadFormat.JSON,
                Instant.EPOCH,
                new ReplyAddress(0, INCARNATION, offset),
                null);
        return decide(new RoomCommand(ROOM, publish, null, null, null, null, null, null, null, null));
    }

    private Decision decide(RoomCommand command) {
        offset++;
        return rooms.decide(new CommandOrigin(0, offset, offset), ROOM, command);
    }

    private static Rooms rooms() {
        RoomPolicy policy = new RoomPolicy(200, Duration.ofHours(24), true, PayloadFormat.JSON);
        return new Rooms(
                new EmptyStore(), _ -> Optional.of(policy), new RoomSettings(1_000, Duration.ofDays(30), 20_000));
    }
}
