package io.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedKafkaIT {

    private static final String TOPIC = "kept";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    @TempDir
    Path folder;

    @Test
    void recordsSurviveARestart() throws Exception {
        int port;
        try (EmbeddedKafka kafka = EmbeddedKafka.launch(folder)) {
            port = kafka.port();
            createTopic(kafka.bootstrapServers());
            produce(kafka.bootstrapServers(), "one", "two");
        }

        try (EmbeddedKafka again = EmbeddedKafka.launch(KafkaSettings.in(folder).withPort(port))) {
            produce(again.bootstrapServers(), "three");

            assertThat(again.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            assertThat(consume(again.bootstrapServers(), 3)).containsExactly("one", "two", "three");
            assertThat(again.failure()).isNotDone();
        }
    }

    @Test
    void acknowledgedRecordsSurviveAKilledJvm() throws Exception {
        try (ChildJvm child = ChildJvm.start(folder, "kafka")) {
            String servers = child.awaitReady().getFirst().substring("kafka=".length());
            createTopic(servers);
            produce(servers, "one", "two");
            child.kill();
        }

        long start = System.nanoTime();
        try (EmbeddedKafka again = EmbeddedKafka.launch(folder.resolve("kafka"))) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            produce(again.bootstrapServers(), "three");

            assertThat(consume(again.bootstrapServers(), 3)).containsExactly("one", "two", "three");
            assertThat(took).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(Ports.loopback(), 0));
            KafkaSettings settings = KafkaSettings.in(folder).withPort(other.getLocalPort());

            assertThatThrownBy(() -> EmbeddedKafka.launch(settings))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("Kafka cannot listen on port " + other.getLocalPort()
                            + " of 127.0.0.1: the port is taken by another program");
        }
    }

    @Test
    void folderInUseIsNamedAndItsNodeGoesOn() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.launch(folder)) {
            assertThatThrownBy(() -> EmbeddedKafka.launch(folder))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("another Millrace is running on it");

            createTopic(kafka.bootstrapServers());
            produce(kafka.bootstrapServers(), "one");
            assertThat(consume(kafka.bootstrapServers(), 1)).containsExactly("one");
        }
    }

    @Test
    void closedNodeFreesItsPortAndCloseMayBeRepeated() {
        EmbeddedKafka kafka = EmbeddedKafka.launch(folder);

        kafka.close();
        kafka.close();

        assertThat(Ports.isFree(kafka.port())).isTrue();
        assertThat(kafka.failure()).isNotDone();
    }

    @Test
    void wrongPropertyIsAClearFailureThatLeavesNothingOpen() {
        KafkaSettings settings = KafkaSettings.in(folder).withPort(Ports.free()).with("num.io.threads", "none");

        assertThatThrownBy(() -> EmbeddedKafka.launch(settings))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("num.io.threads");
        assertThat(Ports.isFree(settings.port())).isTrue();
    }

    private static void createTopic(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static void produce(String servers, String... values) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", servers, "linger.ms", 0);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, 0, "key", value)).get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> consume(String servers, int count) {
        Map<String, Object> config = Map.of("bootstrap.servers", servers);
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
