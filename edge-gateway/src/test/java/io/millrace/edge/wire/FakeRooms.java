package io.millrace.edge.wire;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schema.chat.Attach;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.edge.Rejected;
import io.millrace.schema.edge.Taken;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Stands for message-processor: answers every attach with an empty tail, so that no gap can be mended,
/// delivers what a test says, holes included, and takes every publication without giving it a place.
final class FakeRooms implements AutoCloseable {

    private static final String EPOCH = "e1";

    private final AvroSerdes serdes =
            new AvroSerdes(RegistrySettings.at(SchemaRegistry.shared().url()));
    private final RecordWriter writer =
            RecordWriter.open(KafkaSettings.local(KafkaBroker.shared().bootstrapServers()), serdes, "fake-rooms");
    private final Map<String, EdgeAddress> followers = new ConcurrentHashMap<>();
    private final Map<String, Long> tops = new ConcurrentHashMap<>();
    private final Thread reader = Thread.ofPlatform().name("fake-rooms").unstarted(this::read);
    private final Map<String, Rejected> refusals = new ConcurrentHashMap<>();
    private volatile boolean reading;
    private volatile boolean closed;

    /// Serves what is written from now on; the topics are there already.
    static FakeRooms serve() {
        FakeRooms rooms = new FakeRooms();
        rooms.reader.start();
        Await.until(() -> rooms.reading, Await.DEADLINE, "the end of the commands to be found");
        return rooms;
    }

    /// Delivers a publication with an offset of the test's choice.
    ///
    /// @param size of the payload in bytes, at least 2
    void deliver(String room, long offset, int size) {
        Await.until(() -> followers.containsKey(room), Await.DEADLINE, room + " to be followed");
        EdgeAddress follower = Objects.requireNonNull(followers.get(room));
        tops.put(room, offset);
        send(follower, EdgeDelivery.newBuilder().setEvent(event(room, offset, size)), room);
    }

    /// Refuses from now on what is published in a room.
    void refuse(String room, int code, String reason) {
        refusals.put(room, new Rejected(code, reason));
    }

    private void read() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                KafkaBroker.shared().bootstrapServers(),
                "auto.offset.reset",
                "latest",
                "fetch.max.wait.ms",
                20);
        try (Deserializer<RoomCommand> commands = serdes.deserializer(Topics.ROOM_COMMANDS);
                Consumer<String, byte[]> consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ROOM_COMMANDS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            reading = true;
            while (!closed) {
                consumer.poll(Duration.ofMillis(20))
                        .forEach(record -> take(commands.deserialize(record.topic(), record.value())));
            }
        }
    }

    /// Every publication is refused or shown to its sender alone.
    private void answer(String room, Publish publish) {
        ReplyAddress replyTo = Objects.requireNonNull(publish.getReplyTo());
        Rejected refusal = refusals.get(room);
        PublishAnswer answer = new PublishAnswer(
                replyTo.getCorrelation(),
                publish.getMessageId(),
                null,
                refusal,
                refusal == null ? new Taken(publish) : null);
        EdgeAddress sender = new EdgeAddress(new Inbox(replyTo.getInbox()), new Incarnation(replyTo.getIncarnation()));
        send(sender, EdgeDelivery.newBuilder().setAnswer(answer), room);
    }

    private void take(RoomCommand command) {
        Publish publish = command.getPublish();
        if (publish != null) {
            answer(command.getRoom(), publish);
        }
        Attach attach = command.getAttach();
        if (attach == null) {
            return;
        }
        String room = command.getRoom();
        EdgeAddress follower = new EdgeAddress(new Inbox(attach.getInbox()), new Incarnation(attach.getIncarnation()));
        Attached attached =
                new Attached(0, true, EPOCH, tops.getOrDefault(room, 0L), 0L, List.of(), List.of(), 0L, Map.of());
        send(follower, EdgeDelivery.newBuilder().setAttached(attached), room);
        followers.put(room, follower);
    }

    private void send(EdgeAddress to, EdgeDelivery.Builder delivery, String room) {
        writer.send(
                to,
                delivery.setIncarnation(to.incarnation().value()).setRoom(room).build(),
                failure -> {
                    if (failure != null) {
                        // Kafka logs it; an error instead of an exception would end its thread.
                        throw new IllegalStateException("not delivered", failure);
                    }
                });
    }

    private static RoomEvent event(String room, long offset, int size) {
        // Random, so that it stays as large when it is compressed.
        byte[] random = new byte[size];
        ThreadLocalRandom.current().nextBytes(random);
        String text = "\"" + Base64.getEncoder().encodeToString(random).substring(0, size - 2) + "\"";
        ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        Sender sender = new Sender("", "", null, null);
        return new RoomEvent(
                room,
                EPOCH,
                offset,
                Instant.EPOCH,
                new MessagePublished("m" + offset, sender, data, PayloadFormat.JSON, Instant.EPOCH, null),
                null,
                null);
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
