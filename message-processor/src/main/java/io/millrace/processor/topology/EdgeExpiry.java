package io.millrace.processor.topology;

import io.millrace.processor.room.Follower;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.schema.chat.EdgeGone;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the rooms of a partition that an edge is dead, by a command like any other: who dies when depends on
/// the clock, but what it means for a room has its place in the log.
///
/// The producer is not part of the Streams transaction: an open transaction on `room.commands` would hold up
/// its own reader. A command that is lost or repeated does no harm; it is written again after a pause while
/// the edge follows.
final class EdgeExpiry implements EdgeWatch, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EdgeExpiry.class);
    private static final Duration REPEAT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Heartbeats heartbeats;
    private final RoomMeters meters;
    private final Producer<String, RoomCommand> producer;
    /// Sending may wait for metadata or the registry; a stream thread must not.
    private final ScheduledExecutorService sender = Threads.scheduler("edge-expiry");

    private final Map<Told, Long> told = new ConcurrentHashMap<>();

    private record Told(int partition, Follower follower) {}

    EdgeExpiry(Heartbeats heartbeats, RoomMeters meters, Producer<String, RoomCommand> producer) {
        this.heartbeats = heartbeats;
        this.meters = meters;
        this.producer = producer;
    }

    static EdgeExpiry open(
            KafkaSettings kafka, Serializer<RoomCommand> values, Heartbeats heartbeats, RoomMeters meters) {
        Map<String, Object> settings = kafka.producer("message-processor-edge-expiry");
        return new EdgeExpiry(heartbeats, meters, new KafkaProducer<>(settings, new StringSerializer(), values));
    }

    @Override
    public void check(int partition, Follower follower) {
        if (!heartbeats.isGone(follower)) {
            return;
        }
        long now = System.nanoTime();
        told.values().removeIf(time -> now - time > REPEAT.toNanos());
        if (told.putIfAbsent(new Told(partition, follower), now) == null) {
            sender.execute(() -> tell(partition, follower));
        }
    }

    private void tell(int partition, Follower follower) {
        EdgeGone gone = new EdgeGone(
                follower.inbox().partition(), follower.incarnation().value());
        RoomCommand command = new RoomCommand();
        command.setRoom("");
        command.setEdgeGone(gone);
        LOGGER.atInfo()
                .addKeyValue("inbox", follower.inbox())
                .addKeyValue("incarnation", follower.incarnation())
                .addKeyValue("partition", partition)
                .log("edge is gone");
        meters.edgeGone();
        try {
            var _ = producer.send(
                    new ProducerRecord<>(Topics.ROOM_COMMANDS.name(), partition, null, command), (_, failure) -> {
                        if (failure != null) {
                            notWritten(failure);
                        }
                    });
        } catch (RuntimeException failure) {
            notWritten(failure);
        }
    }

    private static void notWritten(Exception failure) {
        LOGGER.atWarn().addKeyValue("error", failure.toString()).log("death of an edge not written, will be repeated");
    }

    @Override
    public void close() {
        sender.shutdownNow();
        producer.close(CLOSE);
    }
}
