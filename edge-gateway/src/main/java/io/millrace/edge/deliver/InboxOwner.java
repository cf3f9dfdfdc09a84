package io.millrace.edge.deliver;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.id.Inbox;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Claims an inbox for this edge and keeps it with heartbeats in `edge.status`, on a thread of its own.
///
/// Completes `claimed` when the inbox is ours and `lost` when another incarnation has taken it: then this
/// edge must stop, for it would miss what rooms deliver.
final class InboxOwner implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(InboxOwner.class);

    /// An edge that did not see our claim yet writes its own within this time.
    private static final Duration SETTLE = Duration.ofMillis(300);

    private final EdgeInbox.Settings settings;
    private final RecordWriter writer;
    private final InstantSource clock;
    private final Deserializer<EdgeStatus> deserializer;
    private final Consumer<String, byte[]> consumer;
    private final TopicPartition partition = new TopicPartition(Topics.EDGE_STATUS.name(), 0);
    private final InboxClaim claim;
    private final CompletableFuture<EdgeAddress> claimed = new CompletableFuture<>();
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final Instant startedAt;
    private final Thread thread;
    private Optional<EdgeAddress> held = Optional.empty();

    /// What the last claim was for, whether it is held or not.
    private Optional<EdgeAddress> announced = Optional.empty();
    /// A reading of the monotonic clock: the wall clock may step, and an edge that is silent is taken for dead.
    private long nextHeartbeat;
    private volatile boolean closing;
    private volatile boolean draining;

    InboxOwner(
            EdgeInbox.Settings settings,
            KafkaSettings kafka,
            AvroSerdes serdes,
            RecordWriter writer,
            EdgeDirectory directory,
            InstantSource clock) {
        this.settings = settings;
        this.writer = writer;
        this.clock = clock;
        this.startedAt = now();
        this.deserializer = serdes.deserializer(Topics.EDGE_STATUS);
        this.consumer = new KafkaConsumer<>(
                kafka.consumer("edge-status"), new StringDeserializer(), new ByteArrayDeserializer());
        this.claim = new InboxClaim(settings.incarnation(), settings.inboxes(), settings.fixed(), directory);
        this.thread = Threads.start("edge-inbox-owner", this::run);
    }

    CompletableFuture<EdgeAddress> claimed() {
        return claimed;
    }

    CompletableFuture<Void> lost() {
        return lost;
    }

    Health health() {
        return claimed.isDone() && !claimed.isCompletedExceptionally()
                ? Health.up("inbox " + claimed.join().inbox())
                : Health.down("no inbox claimed yet");
    }

    /// Says in the next heartbeats that the edge is going away.
    void draining() {
        draining = true;
    }

    /// Says farewell and stops.
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        if (!Threads.join(thread, Duration.ofSeconds(3))) {
            thread.interrupt();
        }
        deserializer.close();
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            readToEnd();
            while (!closing) {
                step();
            }
        } catch (WakeupException e) {
            // Only close() wakes it up.
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("inbox owner failed");
            lost.completeExceptionally(e);
        } finally {
            announced.ifPresent(address -> write(address, EdgeState.GONE));
        }
    }

    private void step() {
        if (held.isEmpty()) {
            if (claim.isTooOld()) {
                throw new IllegalStateException("newer incarnations have owned every inbox this edge could take");
            }
            claim.choose(now(), System.nanoTime(), new Random(System.nanoTime()))
                    .ifPresentOrElse(
                            this::tryToClaim,
                            () -> LOGGER.atWarn()
                                    .addKeyValue("inboxes", settings.inboxes())
                                    .log("no free inbox, waiting for one"));
        } else if (System.nanoTime() - nextHeartbeat >= 0) {
            nextHeartbeat = System.nanoTime() + settings.heartbeat().toNanos();
            write(held.get(), draining ? EdgeState.DRAINING : EdgeState.LIVE);
        }
        poll(settings.heartbeat().dividedBy(4));
    }

    /// Writes a claim, and reads on until it has come back and others had their chance to claim the same.
    private void tryToClaim(Inbox inbox) {
        EdgeAddress wanted = new EdgeAddress(inbox, settings.incarnation());
        announced = Optional.of(wanted);
        write(wanted, EdgeState.LIVE);
        long settled = System.nanoTime() + SETTLE.toNanos();
        readToEnd();
        while (!closing && System.nanoTime() - settled < 0) {
            poll(SETTLE.dividedBy(4));
        }
        if (claim.owns(inbox)) {
            held = Optional.of(wanted);
            nextHeartbeat = System.nanoTime();
            LOGGER.atInfo().addKeyValue("inbox", inbox).log("inbox claimed");
            claimed.complete(wanted);
        }
    }

    private void readToEnd() {
        // The producer has no more than this one record under way, and the end offset counts it once it is written.
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (!closing && consumer.position(partition) < end) {
            poll(settings.heartbeat().dividedBy(4));
        }
    }

    private void poll(Duration atMost) {
        consumer.poll(atMost).forEach(this::observe);
        if (held.isPresent() && !claim.owns(held.get().inbox())) {
            giveUp();
        }
    }

    private void observe(ConsumerRecord<String, byte[]> record) {
        try {
            EdgeStatus status = deserializer.deserialize(record.topic(), record.value());
            if (status != null) {
                claim.observe(status, System.nanoTime());
            }
        } catch (RuntimeException e) {
            // Not a claim of anybody; the next heartbeat of that inbox repairs it.
            LOGGER.atWarn().addKeyValue("offset", record.offset()).log("unreadable edge status ignored");
        }
    }

    private void giveUp() {
        LOGGER.atWarn().addKeyValue("inbox", held.map(EdgeAddress::inbox)).log("inbox belongs to another edge");
        held = Optional.empty();
        closing = true;
        lost.completeExceptionally(
                new IllegalStateException("the inbox of this edge was taken by another incarnation"));
    }

    private void write(EdgeAddress address, EdgeState state) {
        EdgeStatus status = new EdgeStatus(
                address.inbox().partition(),
                address.incarnation().value(),
                state,
                settings.address().get(),
                startedAt,
                now(),
                settings.sessions().getAsInt(),
                settings.rooms().getAsInt());
        try {
            writer.writeAndWait(Topics.EDGE_STATUS, address.inbox().toString(), status, settings.heartbeat());
        } catch (RuntimeException e) {
            LOGGER.atWarn().addKeyValue("error", e.toString()).log("heartbeat not written");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
