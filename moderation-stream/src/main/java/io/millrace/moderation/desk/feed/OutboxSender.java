package io.millrace.moderation.desk.feed;

import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.Outbox;
import io.millrace.moderation.desk.store.Outbox.Waiting;
import io.millrace.moderation.desk.store.OutgoingRecord;
import io.millrace.runtime.lifecycle.Threads;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the records of the outbox to their topics, in their order: at once for whoever waits, and again by
/// itself until it worked. A record may be written twice; not at all only when it is larger than Kafka takes.
/// Thread-safe.
public final class OutboxSender implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutboxSender.class);
    private static final int BATCH = 500;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DeskDatabase database;
    private final RecordWriter writer;
    private final ReentrantLock turn = new ReentrantLock();
    private final ScheduledExecutorService retries = Threads.scheduler("moderation-outbox");

    private OutboxSender(DeskDatabase database, RecordWriter writer) {
        this.database = database;
        this.writer = writer;
    }

    /// Begins to send what waits.
    public static OutboxSender launch(DeskDatabase database, RecordWriter writer) {
        OutboxSender sender = new OutboxSender(database, writer);
        var _ = sender.retries.scheduleWithFixedDelay(
                sender::flush, RETRY.toMillis(), RETRY.toMillis(), TimeUnit.MILLISECONDS);
        return sender;
    }

    /// Sends everything that waits.
    ///
    /// @return false when something still waits: Kafka or the database is away, or others take long
    public boolean flush() {
        try {
            if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            int sent;
            do {
                sent = sendSome();
            } while (sent == BATCH);
            return true;
        } catch (SQLException | RuntimeException e) {
            // Whatever it is: nothing may end the retries.
            LOGGER.atWarn().addKeyValue("error", e.toString()).log("records wait in the outbox");
            return false;
        } finally {
            turn.unlock();
        }
    }

    private int sendSome() throws SQLException {
        return database.transaction(connection -> {
            List<Waiting> waiting = Outbox.oldest(connection, BATCH);
            if (!waiting.isEmpty()) {
                writer.write(waiting.stream()
                                .map(one -> produced(one.outgoing()))
                                .toList())
                        .forEach(OutboxSender::giveUp);
                Outbox.remove(connection, waiting);
            }
            return waiting.size();
        });
    }

    /// What can never be written must not keep everything behind it.
    private static void giveUp(ProducerRecord<byte[], byte[]> tooLarge) {
        LOGGER.atError()
                .addKeyValue("topic", tooLarge.topic())
                .addKeyValue("key", new String(tooLarge.key(), StandardCharsets.UTF_8))
                .addKeyValue("bytes", tooLarge.value() == null ? 0 : tooLarge.value().length)
                .log("a record is larger than Kafka takes and was taken out of the outbox");
    }

    private static ProducerRecord<byte[], byte[]> produced(OutgoingRecord outgoing) {
        return new ProducerRecord<>(
                outgoing.topic(), outgoing.key().getBytes(StandardCharsets.UTF_8), bytes(outgoing.value()));
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer value) {
        if (value == null) {
            return null;
        }
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        retries.shutdownNow();
    }
}
