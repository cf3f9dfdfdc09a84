package io.millrace.moderation.topology;

import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.schema.state.UnscoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The published messages of one partition whose scores are not known yet, so that they can be asked for again
/// when the larger model could not answer. Owned by one stream thread.
///
/// At most 10,000 are known; further ones are asked for once. A message is asked for up to 10 times, after
/// 15 s and then ever later, up to half an hour.
final class UnscoredMessages {

    private static final int MOST = 10_000;
    private static final int MOST_ATTEMPTS = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    private final KeyValueStore<String, UnscoredMessage> store;
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private int size;

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
            while (all.hasNext()) {
                KeyValue<String, UnscoredMessage> entry = all.next();
                size++;
                Instant again = entry.value.getAskAgainAt();
                if (again != null) {
                    due.add(new Due(again.toEpochMilli(), entry.key));
                }
            }
        }
    }

    int size() {
        return size;
    }

    /// A request goes out.
    void asked(String key, ScoreRequest request) {
        String id = id(request.getRoom(), request.getMessageId());
        boolean known = store.get(id) != null;
        if (known || size < MOST) {
            size += known ? 0 : 1;
            store.put(id, new UnscoredMessage(key, request, null));
        }
    }

    /// Its scores are here.
    void scored(ModelScores scores) {
        forget(id(scores.getRoom(), scores.getMessageId()));
    }

    /// There are none this time.
    void failed(ModelScores answer, Instant now) {
        String id = id(answer.getRoom(), answer.getMessageId());
        UnscoredMessage waiting = store.get(id);
        if (waiting == null || waiting.getRequest().getAttempt() != answer.getAttempt()) {
            return; // Not known, or an answer that comes a second time.
        }
        if (answer.getAttempt() + 1 >= MOST_ATTEMPTS) {
            forget(id);
            return;
        }
        Instant again = now.plus(pause(id, answer.getAttempt()));
        store.put(id, new UnscoredMessage(waiting.getKey(), waiting.getRequest(), again));
        due.add(new Due(again.toEpochMilli(), id));
    }

    /// Requests that are to be sent again now.
    List<UnscoredMessage> due(Instant now) {
        List<UnscoredMessage> again = new ArrayList<>();
        for (Due next = due.peek(); next != null && next.at <= now.toEpochMilli(); next = due.peek()) {
            due.remove();
            UnscoredMessage waiting = store.get(next.id);
            if (waiting != null && waiting.getAskAgainAt() != null) {
                ScoreRequest request = ScoreRequest.newBuilder(waiting.getRequest())
                        .setAttempt(waiting.getRequest().getAttempt() + 1)
                        .build();
                UnscoredMessage asked = new UnscoredMessage(waiting.getKey(), request, null);
                store.put(next.id, asked);
                again.add(asked);
            }
        }
        return again;
    }

    /// A quarter more or less, by the message, so that not all come at once.
    private static Duration pause(String id, int attempt) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(attempt, 20);
        long bounded = Math.min(doubled, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(bounded * (75 + Math.floorMod(id.hashCode(), 51)) / 100);
    }

    private void forget(String id) {
        if (store.delete(id) != null) {
            size--;
        }
    }

    private static String id(String room, String messageId) {
        return room + '\n' + messageId;
    }
}
