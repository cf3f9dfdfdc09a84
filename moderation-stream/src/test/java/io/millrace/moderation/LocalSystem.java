package io.millrace.moderation;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/// The broker and the registry of this test JVM, and what edges and readers do with them. Tests keep apart by
/// user and room.
final class LocalSystem {

    static final KafkaBroker KAFKA = KafkaBroker.shared();
    static final String INCARNATION = "0190d3a0-0000-7000-8000-00000000000a";

    private static final String REGISTRY = SchemaRegistry.shared().url();
    private static final AvroSerdes SERDES = new AvroSerdes(RegistrySettings.at(REGISTRY));
    private static final Serializer<MessageSubmitted> SUBMITTED = SERDES.serializer(Topics.MESSAGES_SUBMITTED);
    private static final Serializer<PolicyRecord> POLICIES = SERDES.serializer(Topics.MODERATION_POLICY);
    private static final Path STATE = TestRun.newFolder("streams");
    private static final Map<String, Object> TREE = Map.of(
            "namespaces", Map.of("chat", Map.of(), "free", Map.of("moderation", false)),
            "moderation", Map.of("blocklist", Map.of("terms", List.of("badword"))));

    private LocalSystem() {}

    /// Launches the service and waits until it is ready.
    static LaunchedService launch() {
        LaunchedService moderation =
                ModerationStream.launch(Config.of(TREE, Map.of()).with(settings()));
        Await.until(() -> moderation.ready().up(), Await.DEADLINE, "moderation to be ready");
        return moderation;
    }

    /// What an instance is told besides its rules.
    static Map<String, String> settings() {
        return Map.of(
                "kafka.bootstrap-servers",
                KAFKA.bootstrapServers(),
                "kafka.session-timeout",
                "1500ms",
                "kafka.standbys",
                "0",
                "kafka.state-directory",
                STATE.toString(),
                "registry.url",
                REGISTRY,
                "moderation.ops.port",
                "0");
    }

    /// A message for whose outcome inbox 5 waits.
    static MessageSubmitted message(String messageId, String user, String room, String text) {
        return MessageSubmitted.newBuilder()
                .setMessageId(messageId)
                .setRoom(room)
                .setSender(new Sender(user, "client-of-" + user, null, null))
                .setData(ByteBuffer.wrap(("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8)))
                .setFormat(PayloadFormat.JSON)
                .setSubmittedAt(Instant.EPOCH)
                .setReplyTo(new ReplyAddress(5, INCARNATION, 42L))
                .build();
    }

    /// Publishes a document of the policy.
    static void publish(String key, String document) {
        byte[] value = POLICIES.serialize(
                Topics.MODERATION_POLICY.name(),
                PolicyRecord.newBuilder()
                        .setVersion(1)
                        .setAuthor("test")
                        .setAt(Instant.EPOCH)
                        .setDocument(document)
                        .build());
        KAFKA.send(Topics.MODERATION_POLICY.name(), key, value);
    }

    static void submit(MessageSubmitted message, long at) {
        byte[] value = SUBMITTED.serialize(Topics.MESSAGES_SUBMITTED.name(), message);
        String key = message.getSender().getUser();
        KAFKA.send(new ProducerRecord<>(Topics.MESSAGES_SUBMITTED.name(), null, at, key, value));
    }

    /// Writes to a topic as its writers do.
    static <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        send(topic, key, value, System.currentTimeMillis());
    }

    /// The same at another time.
    static <V extends SpecificRecord> void send(Topic<V> topic, String key, V value, long at) {
        try (Serializer<V> serializer = SERDES.serializer(topic)) {
            KAFKA.send(new ProducerRecord<>(topic.name(), null, at, key, serializer.serialize(topic.name(), value)));
        }
    }

    /// What a service on this machine answers to a GET.
    static String get(int port, String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static <V extends SpecificRecord> RecordReader<V> reader(Topic<V> topic) {
        return KAFKA.reader(topic.name(), SERDES.deserializer(topic));
    }

    /// Waits for records under a key.
    static <V> List<ConsumerRecord<String, V>> await(RecordReader<V> reader, String key, int count) {
        return of(
                reader.awaitThat(all -> of(all, key).size() >= count, Await.DEADLINE, count + " records under " + key),
                key);
    }

    static <V> List<ConsumerRecord<String, V>> of(List<ConsumerRecord<String, V>> records, String key) {
        return records.stream().filter(record -> key.equals(record.key())).toList();
    }
}
