package io.millrace.moderation.topology;

import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.state.Awaited;
import io.millrace.schema.state.HeldMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The messages that one partition keeps back, and those whose outcome was given lately. Owned by the stream
/// thread of the partition; what is in the store survives it.
///
/// An outcome stays for a while because the store may be ahead of the output after a crash: whoever takes the
/// partition over gives it again. It stays until a commit must have passed, which ends only when the output is
/// written; no longer, because a room knows only its newest publications again.
final class HeldMessages {

    /// To the commit interval, for a commit that comes late.
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private static final Comparator<HeldMessage> IN_ORDER = Comparator.comparingLong(HeldMessage::getPosition);

    private final KeyValueStore<String, HeldMessage> store;
    private final Map<String, HeldMessage> all = new HashMap<>();
    private final Map<String, NavigableMap<Long, HeldMessage>> lanes = new HashMap<>();
    private final Map<String, Integer> bySender = new HashMap<>();
    private final TreeSet<Look> looks = new TreeSet<>();
    private final Duration outcomeKept;
    private Instant lastLook = Instant.EPOCH;
    private int waiting;
    private long waitingBytes;

    /// Takes over a restored store.
    ///
    /// @param commitInterval within which everything that was put out is written, or the thread fails
    HeldMessages(KeyValueStore<String, HeldMessage> store, Duration commitInterval) {
        this.store = store;
        this.outcomeKept = commitInterval.plus(MARGIN);
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
            int byTime = Long.compare(at, other.at);
            return byTime == 0 ? id.compareTo(other.id) : byTime;
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

    /// How many of one sender wait.
    int waitingOf(Sender sender) {
        return bySender.isEmpty() ? 0 : bySender.getOrDefault(Submission.sender(sender), 0);
    }

    /// How many bytes their payloads have.
    long waitingBytes() {
        return waitingBytes;
    }

    /// A message that waits, or whose outcome was given lately.
    @Nullable
    HeldMessage find(String room, String messageId) {
        return all.get(id(room, messageId));
    }

    /// Those of the same sender that wait for the same room, in the order in which they were sent.
    NavigableMap<Long, HeldMessage> lane(MessageSubmitted message) {
        NavigableMap<Long, HeldMessage> lane = lanes.get(laneOf(message));
        return lane == null ? Collections.emptyNavigableMap() : lane;
    }

    /// The first one of each sender and room.
    List<HeldMessage> first() {
        return lanes.values().stream()
                .map(lane -> lane.firstEntry().getValue())
                .sorted(IN_ORDER)
                .toList();
    }

    /// Those whose outcome was given, or that were given to a moderator, so lately that it may not have been
    /// written; in the order in which they were sent.
    List<HeldMessage> unsure() {
        Instant newest = all.values().stream()
                .map(HeldMessages::changedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        Instant since = newest.minus(outcomeKept);
        return all.values().stream()
                .filter(held -> held.getAwaits() == Awaited.NOTHING || held.getAwaits() == Awaited.PERSON)
                .filter(held -> !changedAt(held).isBefore(since))
                .sorted(IN_ORDER)
                .toList();
    }

    private static Instant changedAt(HeldMessage held) {
        Instant settledAt = held.getSettledAt();
        Instant heldAt = held.getHeldAt();
        return settledAt != null ? settledAt : heldAt != null ? heldAt : Instant.EPOCH;
    }

    /// Takes a message, or replaces what is known of it.
    void put(HeldMessage held) {
        String id = id(held.getMessage().getRoom(), held.getMessage().getMessageId());
        unindex(all.get(id));
        store.put(id, held);
        index(id, held);
    }

    /// Messages whose deadline has passed, until they are put again. Forgets outcomes that are old enough.
    List<HeldMessage> due(Instant now) {
        List<HeldMessage> due = new ArrayList<>();
        List<HeldMessage> old = new ArrayList<>();
        for (Look look : looks.headSet(new Look(now.toEpochMilli() + 1, ""))) {
            HeldMessage held = Objects.requireNonNull(all.get(look.id));
            if (!isSettled(held)) {
                due.add(held);
            } else if (look.at <= lastLook.toEpochMilli()) {
                // The commit, if it was due, came between the last look and this one.
                old.add(held);
            }
        }
        old.forEach(this::forget);
        lastLook = now;
        return due;
    }

    /// Forgets a message.
    void forget(HeldMessage held) {
        unindex(held);
        store.delete(id(held.getMessage().getRoom(), held.getMessage().getMessageId()));
    }

    static boolean isSettled(HeldMessage held) {
        return held.getAwaits() == Awaited.NOTHING;
    }

    private void index(String id, HeldMessage held) {
        all.put(id, held);
        if (!isSettled(held)) {
            lanes.computeIfAbsent(laneOf(held.getMessage()), _ -> new TreeMap<>())
                    .put(held.getPosition(), held);
            bySender.merge(Submission.sender(held.getMessage().getSender()), 1, Integer::sum);
            waiting++;
            waitingBytes += bytes(held);
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
        String id = id(message.getRoom(), message.getMessageId());
        all.remove(id);
        Instant next = nextLook(held);
        if (next != null) {
            looks.remove(new Look(next.toEpochMilli(), id));
        }
        if (isSettled(held)) {
            return;
        }
        bySender.computeIfPresent(Submission.sender(message.getSender()), (_, some) -> some == 1 ? null : some - 1);
        waiting--;
        waitingBytes -= bytes(held);
        lanes.computeIfPresent(laneOf(message), (_, lane) -> {
            lane.remove(held.getPosition());
            return lane.isEmpty() ? null : lane;
        });
    }

    private static long bytes(HeldMessage held) {
        ByteBuffer masked = held.getMasked();
        return (long) held.getMessage().getData().remaining() + (masked == null ? 0 : masked.remaining());
    }

    private @Nullable Instant nextLook(HeldMessage held) {
        Instant settledAt = held.getSettledAt();
        return settledAt == null ? held.getDeadline() : settledAt.plus(outcomeKept);
    }

    private static String id(String room, String messageId) {
        return room + '\n' + messageId;
    }

    private static String laneOf(MessageSubmitted message) {
        return Submission.sender(message.getSender()) + '\n' + message.getRoom();
    }
}
