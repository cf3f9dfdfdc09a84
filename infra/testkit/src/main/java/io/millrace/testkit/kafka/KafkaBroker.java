package io.millrace.testkit.kafka;

import io.millrace.embedded.EmbeddedKafka;
import io.millrace.embedded.KafkaSettings;
import io.millrace.embedded.Ports;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.TestRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// The Kafka node of this test JVM, with a producer and an admin client. Started by the first test that asks
/// for it and closed with the JVM; tests keep apart by names from [#unique]. Keys are strings and values
/// bytes, as on the topics of Millrace. Every call ends within [Await#DEADLINE]. Thread-safe.
public final class KafkaBroker {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String bootstrapServers;
    private final Admin admin;
    private final Producer<String, byte[]> producer;

    private KafkaBroker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = TestRun.closeAtEnd(Admin.create(clientConfig()));
        this.producer = TestRun.closeAtEnd(new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer()));
    }

    /// The broker that all tests of this JVM share.
    public static KafkaBroker shared() {
        return Shared.BROKER;
    }

    /// A broker that the test has started by other means.
    public static KafkaBroker at(String bootstrapServers) {
        return new KafkaBroker(bootstrapServers);
    }

    /// A node of the test's own, not started yet, that keeps its port and its records from one start to the
    /// next.
    public static Restartable<EmbeddedKafka> restartableNode() {
        KafkaSettings settings = KafkaSettings.in(TestRun.newFolder("kafka")).withPort(Ports.free());
        return TestRun.closeAtEnd(new Restartable<>(() -> EmbeddedKafka.launch(settings)));
    }

    /// Host and port for `bootstrap.servers`.
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /// What every client needs and nothing more.
    public Map<String, Object> clientConfig() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    /// The admin client; shared, so do not close it.
    public Admin admin() {
        return admin;
    }

    /// A name that no other test of this JVM has: for topics, topic prefixes, groups and transactional ids.
    public static String unique(String prefix) {
        return prefix + "-" + NAMES.incrementAndGet();
    }

    /// Creates a topic of one partition with a unique name and returns the name.
    public String newTopic(String prefix) {
        return newTopic(prefix, 1);
    }

    /// Creates a topic with a unique name and returns the name.
    public String newTopic(String prefix, int partitions) {
        String name = unique(prefix);
        createTopic(name, partitions, Map.of());
        return name;
    }

    /// Creates a topic with exactly this name and these topic settings.
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
        await(admin.createTopics(List.of(topic)).all(), "topic " + name + " to be created");
    }

    /// Sends a record and waits until it is acknowledged.
    public RecordMetadata send(String topic, String key, byte[] value) {
        return send(new ProducerRecord<>(topic, key, value));
    }

    /// Sends a record with partition, timestamp or headers of the test's choice and waits until it is
    /// acknowledged.
    public RecordMetadata send(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record).get(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw failed("a record for topic " + record.topic() + " to be acknowledged", failure);
        }
    }

    /// Reads a topic from its beginning, transactions that were not committed included. The test closes the
    /// reader.
    public RecordReader<byte[]> reader(String topic) {
        return reader(topic, new ByteArrayDeserializer());
    }

    /// Reads a topic from its beginning, transactions that were not committed included.
    public <V> RecordReader<V> reader(String topic, Deserializer<V> values) {
        return RecordReader.open(bootstrapServers, "read_uncommitted", topic, values);
    }

    /// Reads a topic from its beginning, without what was aborted or is not committed yet.
    public <V> RecordReader<V> committedReader(String topic, Deserializer<V> values) {
        return RecordReader.open(bootstrapServers, "read_committed", topic, values);
    }

    /// Waits for an answer of the admin client.
    public static <T> T await(KafkaFuture<T> answer, String description) {
        try {
            return answer.get(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw failed(description, failure);
        }
    }

    private static AssertionError failed(String description, Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new AssertionError("Awaited within " + Await.DEADLINE + ": " + description, failure);
    }

    private static final class Shared {
        private static final KafkaBroker BROKER =
                new KafkaBroker(TestRun.closeAtEnd(EmbeddedKafka.launch(TestRun.newFolder("kafka")))
                        .bootstrapServers());
    }
}
