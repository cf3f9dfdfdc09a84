package io.millrace.moderation.topology;

import io.millrace.moderation.raid.Guard;
import io.millrace.moderation.raid.KnownPeople;
import io.millrace.moderation.raid.Person;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// What one partition keeps of its watched rooms. Keys are the room, a zero character, and `g` for its guard
/// or the number of a part of its known people. Owned by the stream thread of the partition.
final class RaidStore {

    private static final char END_OF_ROOM = '\0';
    private static final String GUARD = END_OF_ROOM + "g";
    private static final int LOOKED_AT_ONCE = 500;

    private final KeyValueStore<String, byte[]> store;
    private @Nullable String sweepFrom;

    RaidStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Nullable
    Guard guard(String room) {
        byte[] bytes = store.get(room + GUARD);
        return bytes == null ? null : Guard.fromBytes(bytes);
    }

    void put(String room, Guard guard) {
        store.put(room + GUARD, guard.toBytes());
    }

    /// Notes that somebody is in a room.
    ///
    /// @return whether the person was not there before
    boolean meet(String room, Person person, long at) {
        String key = room + END_OF_ROOM + Integer.toHexString(KnownPeople.part(person));
        byte[] bytes = store.get(key);
        KnownPeople before = bytes == null ? null : KnownPeople.fromBytes(bytes);
        boolean stranger = !KnownPeople.contains(before, person, at);
        KnownPeople after = KnownPeople.with(before, person, at);
        if (before == null || !after.equals(before)) {
            store.put(key, after.toBytes());
        }
        return stranger;
    }

    /// Removes what nobody needs any more; each call looks at the next few entries.
    ///
    /// @param now time of the stream, milliseconds since 1970
    void sweep(long now) {
        int looked = 0;
        try (KeyValueIterator<String, byte[]> entries = store.range(sweepFrom, null)) {
            while (entries.hasNext() && looked < LOOKED_AT_ONCE) {
                KeyValue<String, byte[]> entry = entries.next();
                boolean over = entry.key.endsWith(GUARD)
                        ? isOver(entry, now)
                        : KnownPeople.fromBytes(entry.value).forgettableAt() <= now;
                if (over) {
                    store.delete(entry.key);
                }
                looked++;
            }
            sweepFrom = entries.hasNext() ? entries.peekNextKey() : null;
        }
    }

    /// A guard of a room in which nobody is known any more; people sort before it.
    private boolean isOver(KeyValue<String, byte[]> guard, long now) {
        String first = guard.key.substring(0, guard.key.length() - 1);
        try (KeyValueIterator<String, byte[]> people = store.range(first, guard.key)) {
            return people.next().key.equals(guard.key)
                    && Guard.fromBytes(guard.value).until() <= now;
        }
    }
}
