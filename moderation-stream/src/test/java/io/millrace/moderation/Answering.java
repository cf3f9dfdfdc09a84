package io.millrace.moderation;

import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A larger model that is slow, fails, answers what is no number or not at all, and a moderator that rules on
/// whatever is held, for the rooms with a prefix. Each has a thread of its own.
final class Answering implements AutoCloseable {

    private static final Duration LONG = Duration.ofHours(1);
    private static final long SLOW_NANOS = Duration.ofMillis(30).toNanos();
    private static final int WAYS = 10;

    private final String prefix;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Thread scorer = new Thread(this::score, "fake-scorer");
    private final Thread moderator = new Thread(this::rule, "fake-moderator");
    private volatile boolean closed;

    private Answering(String prefix) {
        this.prefix = prefix;
    }

    static Answering start(String prefix) {
        Answering answering = new Answering(prefix);
        answering.scorer.start();
        answering.moderator.start();
        return answering;
    }

    /// Whether a person, or the larger model, says that a text must not be published.
    static boolean isBad(String text) {
        return text.contains("insult") || text.contains("remove");
    }

    private void score() {
        try (RecordReader<ScoreRequest> requests = LocalSystem.reader(Topics.MODERATION_SCORE_REQUESTS)) {
            follow(requests, request -> {
                if (request.value().getRoom().startsWith(prefix)) {
                    answer(request.key(), request.value());
                }
            });
        }
    }

    private void rule() {
        try (RecordReader<ReviewItem> items = LocalSystem.reader(Topics.MODERATION_REVIEW)) {
            follow(items, item -> {
                if (item.value().getRoom().startsWith(prefix) && item.value().getKind() == ReviewKind.HELD) {
                    rule(item.key(), item.value());
                }
            });
        }
    }

    private <V> void follow(RecordReader<V> reader, Consumer<ConsumerRecord<String, V>> each) {
        int seen = 0;
        while (!closed) {
            int known = seen;
            try {
                var all = reader.awaitThat(records -> closed || records.size() > known, LONG, "more");
                all.subList(known, all.size()).forEach(each);
                seen = all.size();
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
                return;
            }
        }
    }

    private void answer(String key, ScoreRequest request) {
        String id = request.getMessageId();
        ModelScores.Builder answer = ModelScores.newBuilder()
                .setMessageId(id)
                .setRoom(request.getRoom())
                .setUser(request.getUser())
                .setClient(request.getClient())
                .setHeld(request.getHeld())
                .setAttempt(request.getAttempt())
                .setScores(Map.of("insult", request.getText().contains("insult") ? 0.95 : 0.05))
                .setModel("fake-1")
                .setSubmittedAt(request.getSubmittedAt())
                .setScoredAt(Instant.now());
        switch (Math.floorMod(id.hashCode(), WAYS)) {
            case 0 -> answer.setScores(Map.of("insult", Double.NaN));
            case 1 -> answer.setScores(Map.of()).setError("failed");
            case 2 -> {
                return;
            }
            case 3 -> LockSupport.parkNanos(SLOW_NANOS);
            default -> {}
        }
        LocalSystem.send(Topics.MODERATION_SCORES, key, answer.build());
    }

    private static void rule(String key, ReviewItem item) {
        String text = StandardCharsets.UTF_8
                .decode(Objects.requireNonNull(item.getData()).duplicate())
                .toString();
        String messageId = Objects.requireNonNull(item.getMessageId());
        LocalSystem.send(
                Topics.MODERATION_RULINGS,
                key,
                Ruling.newBuilder()
                        .setId("ruling-" + messageId)
                        .setReview(item.getId())
                        .setMessageId(messageId)
                        .setRoom(item.getRoom())
                        .setUser(item.getUser())
                        .setClient(item.getClient())
                        .setAction(isBad(text) ? RulingAction.REMOVE : RulingAction.APPROVE)
                        .setActor("somebody")
                        .setAt(Instant.now())
                        .build());
    }

    @Override
    public void close() {
        closed = true;
        try {
            scorer.join();
            moderator.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }
}
