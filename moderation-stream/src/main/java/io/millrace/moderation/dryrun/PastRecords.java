package io.millrace.moderation.dryrun;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/// The records of a topic in a range of time, of all partitions in the order of their time. Reads as the
/// caller goes on, so that a long range needs little memory. Confined to one thread.
final class PastRecords {

    private static final int MOST_WAITING = 2_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Lane> lanes = new LinkedHashMap<>();

    /// One partition.
    private static final class Lane {

        private final long end;
        private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();

        private Lane(long end) {
            this.end = end;
        }

        private long time() {
            return waiting.element().timestamp();
        }
    }

    /// @param consumer reads by bytes, commits nothing; stays open
    /// @param from start of the range, included
    /// @param to end of the range, excluded
    PastRecords(Consumer<byte[], byte[]> consumer, String topic, Instant from, Instant to) {
        this.consumer = consumer;
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = offsets(partitions, from, ends);
        Map<TopicPartition, Long> stops = offsets(partitions, to, ends);
        for (TopicPartition partition : partitions) {
            long start = starts.getOrDefault(partition, 0L);
            long stop = stops.getOrDefault(partition, 0L);
            if (start < stop) {
                consumer.seek(partition, start);
                lanes.put(partition, new Lane(stop));
            }
        }
        consumer.assign(lanes.keySet());
        for (TopicPartition partition : lanes.keySet()) {
            consumer.seek(partition, starts.getOrDefault(partition, 0L));
        }
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, Instant at, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new LinkedHashMap<>();
        partitions.forEach(partition -> times.put(partition, at.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        partitions.forEach(partition -> offsets.put(
                partition,
                Optional.ofNullable(found.get(partition))
                        .map(OffsetAndTimestamp::offset)
                        .orElse(ends.getOrDefault(partition, 0L))));
        return offsets;
    }

    /// The next record; empty at the end of the range.
    ///
    /// @throws IllegalStateException when Kafka gives nothing for 30 s
    Optional<ConsumerRecord<byte[], byte[]>> next() {
        long givenUp = System.nanoTime() + PATIENCE.toNanos();
        while (lanes.entrySet().stream().anyMatch(this::mustRead)) {
            if (System.nanoTime() > givenUp) {
                throw new IllegalStateException("Kafka gave nothing for " + PATIENCE.toSeconds() + " s");
            }
            read();
        }
        return lanes.values().stream()
                .filter(lane -> !lane.waiting.isEmpty())
                .min(Comparator.comparingLong(Lane::time))
                .map(lane -> lane.waiting.remove());
    }

    private boolean mustRead(Map.Entry<TopicPartition, Lane> entry) {
        Lane lane = entry.getValue();
        return lane.waiting.isEmpty() && consumer.position(entry.getKey()) < lane.end;
    }

    private void read() {
        lanes.forEach((partition, lane) -> {
            boolean enough = lane.waiting.size() >= MOST_WAITING || consumer.position(partition) >= lane.end;
            if (enough) {
                consumer.pause(List.of(partition));
            } else {
                consumer.resume(List.of(partition));
            }
        });
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            Lane lane = lanes.get(new TopicPartition(record.topic(), record.partition()));
            if (lane != null && record.offset() < lane.end) {
                lane.waiting.add(record);
            }
        }
    }
}
