package io.millrace.moderation.topology;

import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.state.Awaited;
import io.millrace.schema.state.HeldMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The messages that one partition keeps back, and those whose outcome was given lately. Owned by the stream
/// thread of the partition; what is in the store survives it.
///
/// An outcome stays for a while because the store may be ahead of the output after a crash: whoever takes the
/// partition over gives it again. It is longer than the producer tries to write a record.
final class HeldMessages {

    private static final Duration OUTCOME_KEPT = Duration.ofMinutes(3);

    private final KeyValueStore<String, HeldMessage> store;
    private final Map<String, HeldMessage> all = new HashMap<>();
    private final Map<String, NavigableMap<Long, HeldMessage>> lanes = new HashMap<>();
    private final PriorityQueue<Look> looks = new PriorityQueue<>();
    private int waiting;

    /// Takes over a restored store.
    HeldMessages(KeyValueStore<String, HeldMessage> store) {
        this.store = store;
        try (KeyValueIterator<String, HeldMessage> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, HeldMessage> entry = entries.next();
                index(entry.key, entry.value);
            }
        }
    }

    private record Look(long at, String id) implements Comparable<Look> {

        @Override
        public int compareTo(Look other) {
            return Long.compare(at, other.at);
        }
    }

    /// Whether nothing is known, so that most messages need not be looked up.
    boolean isEmpty() {
        return all.isEmpty();
    }

    /// How many wait.
    int waiting() {
        return waiting;
    }

    /// A message that waits, or whose outcome was given lately.
    @Nullable
    HeldMessage find(String room, String messageId) {
        return all.get(id(room, messageId));
    }

    /// Those of the same sender that wait for the same room, in the order in which they were sent.
    Collection<HeldMessage> lane(MessageSubmitted message) {
        NavigableMap<Long, HeldMessage> lane = lanes.get(laneOf(message));
        return lane == null ? List.of() : lane.values();
    }

    /// Those whose outcome was given.
    List<HeldMessage> settled() {
        return all.values().stream().filter(HeldMessages::isSettled).toList();
    }

    /// Takes a message, or replaces what is known of it.
    void put(HeldMessage held) {
        String id = id(held.getMessage().getRoom(), held.getMessage().getMessageId());
        unindex(all.get(id));
        store.put(id, held);
        index(id, held);
    }

    /// Messages whose deadline has passed. Forgets outcomes that are old enough.
    List<HeldMessage> due(Instant now) {
        List<HeldMessage> due = new ArrayList<>();
        for (Look look = looks.peek(); look != null && look.at <= now.toEpochMilli(); look = looks.peek()) {
            looks.remove();
            HeldMessage held = all.get(look.id);
            Instant next = held == null ? null : nextLook(held);
            if (held == null || next == null || next.toEpochMilli() != look.at) {
                continue; // It has another time by now, and a look of its own for that.
            }
            if (isSettled(held)) {
                unindex(held);
                store.delete(look.id);
            } else {
                due.add(held);
            }
        }
        return due;
    }

    static boolean isSettled(HeldMessage held) {
        return held.getAwaits() == Awaited.NOTHING;
    }

    private void index(String id, HeldMessage held) {
        all.put(id, held);
        if (!isSettled(held)) {
            lanes.computeIfAbsent(laneOf(held.getMessage()), _ -> new TreeMap<>())
                    .put(held.getPosition(), held);
            waiting++;
        }
        Instant next = nextLook(held);
        if (next != null) {
            looks.add(new Look(next.toEpochMilli(), id));
        }
    }

    private void unindex(@Nullable HeldMessage held) {
        if (held == null) {
            return;
        }
        MessageSubmitted message = held.getMessage();
        all.remove(id(message.getRoom(), message.getMessageId()));
        if (isSettled(held)) {
            return;
        }
        waiting--;
        lanes.computeIfPresent(laneOf(message), (_, lane) -> {
            lane.remove(held.getPosition());
            return lane.isEmpty() ? null : lane;
        });
    }

    private static @Nullable Instant nextLook(HeldMessage held) {
        Instant settledAt = held.getSettledAt();
        return settledAt == null ? held.getDeadline() : settledAt.plus(OUTCOME_KEPT);
    }

    private static String id(String room, String messageId) {
        return room + '\n' + messageId;
    }

    private static String laneOf(MessageSubmitted message) {
        return Submission.sender(message.getSender()) + '\n' + message.getRoom();
    }
}
