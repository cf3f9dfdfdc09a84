package io.millrace.processor.topology;

import io.millrace.id.ClientId;
import io.millrace.id.Inbox;
import io.millrace.id.RoomId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/// Keys of the one store that holds all rooms of a partition.
///
/// ```
/// H room 00            head
/// F room 00 inbox      follower; the inbox in 4 bytes
/// M room 00 client     member
/// S room 00 slot       publication; the slot in 4 bytes
/// ```
///
/// The kind comes first, so that all heads or all followers are one range; a room name is printable ASCII and
/// so never holds the separator.
final class StoreKey {

    static final byte HEAD = 'H';
    static final byte FOLLOWER = 'F';
    static final byte MEMBER = 'M';
    static final byte SLOT = 'S';

    private static final byte END_OF_ROOM = 0;

    private StoreKey() {}

    static Bytes head(RoomId room) {
        return key(HEAD, room, new byte[0]);
    }

    static Bytes follower(RoomId room, Inbox inbox) {
        return key(FOLLOWER, room, number(inbox.partition()));
    }

    static Bytes member(RoomId room, ClientId client) {
        return key(MEMBER, room, client.value().getBytes(StandardCharsets.US_ASCII));
    }

    static Bytes slot(RoomId room, int slot) {
        return key(SLOT, room, number(slot));
    }

    /// What all keys of one kind in one room begin with.
    static Bytes prefix(byte kind, RoomId room) {
        return key(kind, room, new byte[0]);
    }

    /// What all keys of one kind begin with.
    static Bytes prefix(byte kind) {
        return Bytes.wrap(new byte[] {kind});
    }

    static RoomId room(Bytes key) {
        byte[] bytes = key.get();
        int end = 1;
        while (bytes[end] != END_OF_ROOM) {
            end++;
        }
        return new RoomId(new String(bytes, 1, end - 1, StandardCharsets.US_ASCII));
    }

    private static Bytes key(byte kind, RoomId room, byte[] rest) {
        byte[] name = room.value().getBytes(StandardCharsets.US_ASCII);
        return Bytes.wrap(ByteBuffer.allocate(name.length + rest.length + 2)
                .put(kind)
                .put(name)
                .put(END_OF_ROOM)
                .put(rest)
                .array());
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
