package io.millrace.edge.api.kafka;

import io.millrace.edge.api.ApiService;
import io.millrace.edge.api.ApiSettings;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.schema.api.ApiCommand;
import io.millrace.schema.api.ApiResult;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistryUnavailableException;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `api.commands` on a thread of its own, in a group that the edges share, and writes each result before
/// the command counts as read. Commands of one key are executed in their order, those of different keys at the
/// same time.
///
/// A crash between effect and result leads to a second execution with the same identity, which has no further
/// effect; so does a repeat of the command.
public final class CommandDoor implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CommandDoor.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /// While partitions wait for something else than records.
    private static final Duration SHORT_POLL = Duration.ofMillis(20);

    private static final Duration STOP = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MAX_RECORDS = 100;

    private final ApiSettings.Commands settings;
    private final RecordWriter writer;
    private final CommandExecutor executor;
    private final Handover handover;
    private final CommandGraveyard graveyard;
    private final Deserializer<ApiCommand> deserializer;
    private final Consumer<String, byte[]> consumer;
    private final int resultPartitions;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Threads.virtual("edge-api-command-"));
    private final Thread thread;
    private volatile boolean closing;

    /// What the door talks to.
    ///
    /// @param clock wall clock
    /// @param patience by which a call is answered
    public record Parts(
            ApiService service,
            RecordWriter writer,
            KafkaSettings kafka,
            AvroSerdes serdes,
            InstantSource clock,
            Duration patience) {}

    /// Starts to read.
    ///
    /// @param resultPartitions of `api.results`
    public CommandDoor(ApiSettings.Commands settings, Parts parts, int resultPartitions) {
        this.settings = settings;
        this.writer = parts.writer;
        KnownResults known = new KnownResults();
        this.executor = new CommandExecutor(parts.service, known, parts.clock, threads);
        ResultTail tail = new ResultTail(parts.kafka, parts.serdes);
        this.handover = new Handover(known, tail::read, resultPartitions, threads);
        this.graveyard = new CommandGraveyard(parts.kafka);
        this.deserializer = parts.serdes.deserializer(Topics.API_COMMANDS);
        this.resultPartitions = resultPartitions;
        Map<String, Object> consumerSettings = parts.kafka.consumer("edge-api-commands");
        consumerSettings.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        // A command of a transaction that was aborted was never given.
        consumerSettings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumerSettings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS);
        // Commands of one key wait for each other; an outage makes each of them use its time up.
        Duration longest = settings.patience().plus(parts.patience.multipliedBy(2L * MAX_RECORDS));
        consumerSettings.put(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) Math.min(Integer.MAX_VALUE, longest.toMillis()));
        this.consumer = new KafkaConsumer<>(consumerSettings, new StringDeserializer(), new ByteArrayDeserializer());
        this.thread = Threads.start("edge-api-commands", this::run);
    }

    /// Whether every partition of this edge is executed, and if not, why.
    public Health health() {
        return thread.isAlive() ? handover.health() : Health.down("stopped");
    }

    /// Partitions of this edge whose commands have to wait, for metrics.
    public int waiting() {
        return handover.waiting();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        if (!Threads.join(thread, STOP)) {
            thread.interrupt();
        }
        threads.shutdown();
        graveyard.close();
        deserializer.close();
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(Topics.API_COMMANDS.name()), new Assignment());
            while (!closing) {
                step();
            }
        } catch (WakeupException e) {
            // Only close() wakes it up.
        } catch (InterruptedException | InterruptException e) {
            // close() had waited long enough.
            Thread.currentThread().interrupt();
        }
    }

    /// The door must not stay shut because of one failure: what was not finished is read again.
    private void step() throws InterruptedException {
        ConsumerRecords<String, byte[]> records = ConsumerRecords.empty();
        try {
            consumer.resume(handover.step(System.nanoTime()));
            records = consumer.poll(handover.waiting() > 0 ? SHORT_POLL : POLL);
            if (!records.isEmpty()) {
                execute(records);
                consumer.commitSync();
            }
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (ExecutionException | RuntimeException e) {
            LOGGER.atWarn().addKeyValue("error", e.toString()).log("api commands not finished, read again");
            rewind(records);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void execute(ConsumerRecords<String, byte[]> records) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        Map<String, CompletableFuture<Void>> newest = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            String key = record.partition() + "/" + record.key();
            CompletableFuture<Void> before = newest.getOrDefault(key, CompletableFuture.completedFuture(null));
            Supplier<CompletableFuture<Void>> work = prepare(record, deadline);
            // Not on the thread that ended the work before: it is the producer's.
            newest.put(key, before.thenComposeAsync(_ -> work.get(), threads));
        }
        CompletableFuture.allOf(newest.values().toArray(CompletableFuture[]::new))
                .get();
    }

    /// Reads a record, here and now.
    private Supplier<CompletableFuture<Void>> prepare(ConsumerRecord<String, byte[]> record, long deadlineNanos) {
        try {
            ApiCommand command = deserializer.deserialize(record.topic(), record.headers(), record.value());
            if (command == null) {
                return () -> CompletableFuture.completedFuture(null);
            }
            CommandExecutor.check(command);
            return () -> executor.execute(record.partition(), command, deadlineNanos)
                    .thenComposeAsync(result -> write(record.partition(), result), threads);
        } catch (RuntimeException e) {
            if (RegistryUnavailableException.caused(e)) {
                throw e;
            }
            return () -> graveyard.bury(record, e);
        }
    }

    private CompletableFuture<Void> write(int partition, ApiResult result) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        writer.write(Topics.API_RESULTS, partition % resultPartitions, result.getId(), result, (metadata, failure) -> {
            if (failure == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(failure);
            }
        });
        return written;
    }

    private void rewind(ConsumerRecords<String, byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, records.records(partition).getFirst().offset());
            }
        }
    }

    /// Executes what is this edge's, once it knows what came of it before.
    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            handover.assigned(partitions, System.nanoTime());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            handover.revoked(partitions);
        }
    }
}
