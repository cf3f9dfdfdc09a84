package io.millrace.moderation.conduct;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// When and how much a sender sent.
///
/// @param takenAt time of the last message that was taken, milliseconds since 1970; [#NEVER] for none
/// @param missing what is missing in the bucket of characters, in thousandths of one
/// @param missingAt time of that
/// @param rooms times of the last messages in rooms with slow mode, oldest first; at most 16
record Pace(long takenAt, long missing, long missingAt, List<RoomTime> rooms) {

    static final long NEVER = Long.MIN_VALUE;
    static final Pace NONE = new Pace(NEVER, 0, 0, List.of());

    private static final int MOST_ROOMS = 16;
    private static final int BYTES = 3 * Long.BYTES;
    private static final int ROOM_BYTES = Integer.BYTES + Long.BYTES;
    private static final long THOUSAND = 1_000;

    /// @param room hash of the room
    /// @param at time of the last message there that was taken
    record RoomTime(int room, long at) {}

    /// Milliseconds that the sender still has to wait, 0 for none.
    long wait(int room, long now, SlowMode slow) {
        long inRoom = slow.roomMillis() == 0 ? 0 : remaining(takenAt(room), slow.roomMillis(), now);
        long anywhere = slow.everywhereMillis() == 0 ? 0 : remaining(takenAt, slow.everywhereMillis(), now);
        return Math.max(inRoom, anywhere);
    }

    private static long remaining(long last, long interval, long now) {
        return last == NEVER ? 0 : Math.max(0, last + interval - now);
    }

    private long takenAt(int room) {
        for (RoomTime time : rooms) {
            if (time.room() == room) {
                return time.at();
            }
        }
        return NEVER;
    }

    /// What is missing in the bucket by now, in thousandths of a character.
    long missing(Flood flood, long now) {
        long millis = flood.per().toMillis();
        long elapsed = Math.clamp(now - missingAt, 0, millis);
        return Math.max(0, missing - elapsed * flood.characters() * THOUSAND / millis);
    }

    /// What a text takes from a bucket.
    static long price(Flood flood, int characters) {
        return Math.min(characters, flood.characters()) * THOUSAND;
    }

    static boolean isTooMuch(Flood flood, long missing) {
        return missing > flood.characters() * THOUSAND;
    }

    /// After a message that was taken, where nobody counts characters.
    Pace taken(long now) {
        return new Pace(now, missing, missingAt, rooms);
    }

    /// After a message that was taken from a bucket.
    Pace taken(long now, long missingAfter) {
        return new Pace(now, missingAfter, now, rooms);
    }

    /// After one that was taken in a room where there is slow mode.
    Pace inRoom(int room, long now) {
        List<RoomTime> times = new ArrayList<>(rooms.size() + 1);
        for (RoomTime time : rooms) {
            if (time.room() != room) {
                times.add(time);
            }
        }
        if (times.size() == MOST_ROOMS) {
            times.removeFirst();
        }
        times.add(new RoomTime(room, now));
        return new Pace(takenAt, missing, missingAt, List.copyOf(times));
    }

    int bytes() {
        return BYTES + 1 + rooms.size() * ROOM_BYTES;
    }

    void write(ByteBuffer out) {
        out.putLong(takenAt).putLong(missing).putLong(missingAt).put((byte) rooms.size());
        rooms.forEach(time -> out.putInt(time.room()).putLong(time.at()));
    }

    static Pace read(ByteBuffer in) {
        long takenAt = in.getLong();
        long missing = in.getLong();
        long missingAt = in.getLong();
        int size = Counts.read(in, MOST_ROOMS);
        List<RoomTime> rooms = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            rooms.add(new RoomTime(in.getInt(), in.getLong()));
        }
        return new Pace(takenAt, missing, missingAt, List.copyOf(rooms));
    }
}
