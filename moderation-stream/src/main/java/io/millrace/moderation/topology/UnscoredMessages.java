package io.millrace.moderation.topology;

import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.schema.state.UnscoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The published messages of one partition whose scores are not known yet, so that they can be asked for again
/// when the larger model could not answer. Owned by one stream thread.
///
/// At most 10,000 are known; further ones are asked for once. A message is asked for up to 10 times, after
/// 15 s and then ever later, up to half an hour. One without any answer is forgotten after 7 days, when its
/// request is gone too.
final class UnscoredMessages {

    private static final int MOST = 10_000;
    private static final int MOST_ATTEMPTS = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private final KeyValueStore<String, UnscoredMessage> store;
    private final PriorityQueue<Due> due = new PriorityQueue<>();

    /// When each was submitted, the first asked first.
    private final Map<String, Instant> since = new LinkedHashMap<>();

    private record Due(long at, String id) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            return Long.compare(at, other.at);
        }
    }

    /// Takes over a restored store.
    UnscoredMessages(KeyValueStore<String, UnscoredMessage> store) {
        this.store = store;
        try (KeyValueIterator<String, UnscoredMessage> all = store.all()) {
            List<KeyValue<String, UnscoredMessage>> entries = new ArrayList<>();
            all.forEachRemaining(entries::add);
            entries.sort(Comparator.comparing(entry -> entry.value.getRequest().getSubmittedAt()));
            for (KeyValue<String, UnscoredMessage> entry : entries) {
                since.put(entry.key, entry.value.getRequest().getSubmittedAt());
                Instant again = entry.value.getAskAgainAt();
                if (again != null) {
                    due.add(new Due(again.toEpochMilli(), entry.key));
                }
            }
        }
    }

    int size() {
        return since.size();
    }

    /// Whether further ones are not remembered.
    boolean isFull() {
        return since.size() >= MOST;
    }

    /// A request goes out.
    ///
    /// @return what to ask: of one id the first, because the room has taken no other
    ScoreRequest asked(UnscoredMessage message) {
        ScoreRequest request = message.getRequest();
        String id = id(request.getRoom(), request.getMessageId());
        UnscoredMessage first = store.get(id);
        if (first != null) {
            return first.getRequest();
        }
        if (!isFull()) {
            since.put(id, request.getSubmittedAt());
            store.put(id, message);
        }
        return request;
    }

    /// Its scores are here.
    ///
    /// @return what was asked; null when it is not known
    @Nullable
    UnscoredMessage scored(ModelScores scores) {
        return forget(id(scores.getRoom(), scores.getMessageId()));
    }

    /// There are none this time.
    ///
    /// @return what was asked; null when it is not known, or when the answer comes a second time
    @Nullable
    UnscoredMessage failed(ModelScores answer, Instant now) {
        String id = id(answer.getRoom(), answer.getMessageId());
        UnscoredMessage waiting = store.get(id);
        if (waiting == null
                || waiting.getAskAgainAt() != null
                || waiting.getRequest().getAttempt() != answer.getAttempt()) {
            return null;
        }
        if (answer.getAttempt() + 1 >= MOST_ATTEMPTS) {
            return forget(id);
        }
        Instant again = now.plus(pause(id, answer.getAttempt()));
        store.put(id, UnscoredMessage.newBuilder(waiting).setAskAgainAt(again).build());
        due.add(new Due(again.toEpochMilli(), id));
        return waiting;
    }

    /// Requests that are to be sent again now. Forgets those that nobody answers any more.
    List<UnscoredMessage> due(Instant now) {
        forgetOld(now);
        List<UnscoredMessage> requests = new ArrayList<>();
        for (Due next = due.peek(); next != null && next.at <= now.toEpochMilli(); next = due.peek()) {
            due.remove();
            UnscoredMessage waiting = store.get(next.id);
            Instant again = waiting == null ? null : waiting.getAskAgainAt();
            if (waiting != null && again != null && again.toEpochMilli() == next.at) {
                ScoreRequest request = ScoreRequest.newBuilder(waiting.getRequest())
                        .setAttempt(waiting.getRequest().getAttempt() + 1)
                        .build();
                UnscoredMessage asked = UnscoredMessage.newBuilder(waiting)
                        .setRequest(request)
                        .setAskAgainAt(null)
                        .build();
                store.put(next.id, asked);
                requests.add(asked);
            }
        }
        return requests;
    }

    /// A quarter more or less, by the message, so that not all come at once.
    private static Duration pause(String id, int attempt) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(attempt, 20);
        long bounded = Math.min(doubled, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(bounded * (75 + Math.floorMod(id.hashCode(), 51)) / 100);
    }

    private void forgetOld(Instant now) {
        var first = since.entrySet().iterator();
        while (first.hasNext()) {
            Map.Entry<String, Instant> oldest = first.next();
            if (oldest.getValue().isAfter(now.minus(LONGEST_WAIT))) {
                return;
            }
            first.remove();
            store.delete(oldest.getKey());
        }
    }

    private @Nullable UnscoredMessage forget(String id) {
        since.remove(id);
        return store.delete(id);
    }

    private static String id(String room, String messageId) {
        return room + '\n' + messageId;
    }
}
