package io.millrace.bench.archive;

import io.millrace.cluster.Cluster;
import io.millrace.topic.Topics;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Watches, on a thread of its own, how far the archive is behind `room.events`. What is in the topic but not
/// yet committed counts as behind. Transaction markers take offsets too and are counted once archived.
public final class ArchiveLag implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 100;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ArchiveProbe probe;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long most;

    private ArchiveLag(KafkaConsumer<byte[], byte[]> consumer, ArchiveProbe probe) {
        this.consumer = consumer;
        this.probe = probe;
        this.thread = Thread.ofPlatform().name("bench-archive-lag").daemon().unstarted(this::run);
    }

    /// Starts to watch.
    public static ArchiveLag watch(Cluster cluster) throws SQLException {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        ArchiveLag lag = new ArchiveLag(consumer, new ArchiveProbe(cluster.jdbcUrl()));
        lag.thread.start();
        return lag;
    }

    /// Most events behind at any look.
    public long most() {
        return most;
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer;
                probe) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ROOM_EVENTS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            while (!closing) {
                long archived = probe.position();
                long end = consumer.endOffsets(partitions).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                most = Math.max(most, end - archived);
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the archive cannot be asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
