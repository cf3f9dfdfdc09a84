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
import org.apache.kafka.common.TopicPartition;

/// The records of a topic in a range of time, of all partitions in the order of their time. Reads as the
/// caller goes on, so that a long range needs little memory. Confined to one thread.
final class PastRecords {

    private static final int MOST_WAITING = 2_000;

    /// Times of records go back a little now and then: so many in a row behind the range are its end.
    private static final int MOST_BEHIND = 10_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Lane> lanes = new LinkedHashMap<>();

    private final long from;
    private final long to;

    /// One partition.
    private static final class Lane {

        private final long end;
        private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
        private int behind;

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
        this.from = from.toEpochMilli();
        this.to = to.toEpochMilli();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = starts(partitions);
        starts.forEach((partition, start) -> {
            long end = ends.getOrDefault(partition, 0L);
            if (start < end) {
                lanes.put(partition, new Lane(end));
            }
        });
        consumer.assign(lanes.keySet());
        lanes.keySet().forEach(partition -> consumer.seek(partition, starts.getOrDefault(partition, 0L)));
    }

    /// Where the range begins; without those partitions that have nothing in it.
    private Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> times = new LinkedHashMap<>();
        partitions.forEach(partition -> times.put(partition, from));
        Map<TopicPartition, Long> starts = new LinkedHashMap<>();
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                starts.put(partition, found.offset());
            }
        });
        return starts;
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
        return lane.waiting.isEmpty() && !isRead(entry.getKey(), lane);
    }

    private boolean isRead(TopicPartition partition, Lane lane) {
        return lane.behind >= MOST_BEHIND || consumer.position(partition) >= lane.end;
    }

    private void read() {
        lanes.forEach((partition, lane) -> {
            boolean enough = lane.waiting.size() >= MOST_WAITING || isRead(partition, lane);
            if (enough) {
                consumer.pause(List.of(partition));
            } else {
                consumer.resume(List.of(partition));
            }
        });
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            Lane lane = lanes.get(new TopicPartition(record.topic(), record.partition()));
            if (lane != null && record.offset() < lane.end) {
                boolean behind = record.timestamp() >= to;
                lane.behind = behind ? lane.behind + 1 : 0;
                if (!behind && record.timestamp() >= from) {
                    lane.waiting.add(record);
                }
            }
        }
    }
}
