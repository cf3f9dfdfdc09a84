package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

    @Test
    void defaultsArePinned() {
        KafkaSettings settings = read(Map.of());

        assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(settings.transactionTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.standbys()).isEqualTo(1);
        assertThat(settings.streamThreads())
                .isEqualTo(Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8));
        assertThat(settings.replicationFactor()).isEqualTo(1);
        assertThat(settings.minInSyncReplicas()).isEqualTo(1);
        assertThat(settings.stateDirectory())
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "millrace-streams"));
        assertThat(settings.partitions()).isEmpty();
        assertThat(settings.client()).isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        KafkaSettings settings = Config.of(
                        Map.of(
                                "kafka",
                                Map.of(
                                        "bootstrap-servers", "b1:9092,b2:9092",
                                        "session-timeout", "2s",
                                        "transaction-timeout", "5s",
                                        "request-timeout", "3s",
                                        "standbys", 0,
                                        "stream-threads", 4,
                                        "state-directory", "/var/state",
                                        "client", Map.of("client.rack", "a")),
                                "topics",
                                Map.of(
                                        "replication-factor", 3,
                                        "min-insync-replicas", 2,
                                        "partitions", Map.of("room.commands", 64))),
                        Map.of())
                .read(KafkaSettings::read);

        assertThat(settings)
                .isEqualTo(new KafkaSettings(
                        "b1:9092,b2:9092",
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(3),
                        0,
                        4,
                        3,
                        2,
                        Path.of("/var/state"),
                        Map.of("room.commands", 64),
                        Map.of("client.rack", "a")));
    }

    @Test
    void fewerInSyncThanReplicasUnlessSaidOtherwise() {
        assertThat(read(Map.of("topics.replication-factor", "3")).minInSyncReplicas())
                .isEqualTo(2);
        assertThatThrownBy(() -> read(Map.of("topics.min-insync-replicas", "2")))
                .hasMessageContaining("topics.min-insync-replicas: must be between 1 and 1, is 2");
    }

    @Test
    void producersAreIdempotentAndDoNotLinger() {
        Map<String, Object> producer = read(Map.of()).producer("p");

        assertThat(producer)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("linger.ms", 0)
                .containsEntry("max.block.ms", 2_000)
                .containsEntry("client.id", "p");
    }

    @Test
    void consumersCommitOnlyWhatTheyAreTold() {
        assertThat(read(Map.of()).consumer("c"))
                .containsEntry("enable.auto.commit", false)
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("allow.auto.create.topics", false);
    }

    @Test
    void streamsHaveTheLatencySettings() {
        Map<String, Object> streams = read(Map.of()).streams("app", true);

        assertThat(streams)
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("commit.interval.ms", 2_000)
                .containsEntry("poll.ms", 5)
                .containsEntry("statestore.cache.max.bytes", 0)
                .containsEntry("producer.linger.ms", 0)
                .containsEntry("producer.max.in.flight.requests.per.connection", 1)
                .containsEntry("max.task.idle.ms", -1L)
                .containsEntry("producer.retry.backoff.ms", 2)
                .containsEntry("producer.transaction.timeout.ms", 4_000)
                .containsEntry("num.standby.replicas", 1);
        assertThat(read(Map.of()).streams("app", false))
                .containsEntry("processing.guarantee", "at_least_once")
                .doesNotContainKey("producer.transaction.timeout.ms");
        assertThat(new StreamsConfig(streams).getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG))
                .isEqualTo(read(Map.of()).streamThreads());
    }

    @Test
    void transactionsOutliveTheCommitInterval() {
        assertThatThrownBy(() -> read(Map.of("kafka.transaction-timeout", "2s")))
                .hasMessageContaining("kafka.transaction-timeout");
    }

    @Test
    void clientSettingsReachEveryClientAndWin() {
        KafkaSettings settings = Config.of(
                        Map.of("kafka", Map.of("client", Map.of("linger.ms", "1", "security.protocol", "SSL"))),
                        Map.of())
                .read(KafkaSettings::read);

        assertThat(settings.producer("p")).containsEntry("linger.ms", "1").containsEntry("security.protocol", "SSL");
        assertThat(settings.consumer("c")).containsEntry("security.protocol", "SSL");
        assertThat(settings.admin("a")).containsEntry("security.protocol", "SSL");
        assertThat(settings.streams("s", true)).containsEntry("security.protocol", "SSL");
    }

    @Test
    void clientSettingsAreNotPrinted() {
        KafkaSettings settings = Config.of(
                        Map.of("kafka", Map.of("client", Map.of("sasl.jaas.config", "hunter2"))), Map.of())
                .read(KafkaSettings::read);

        assertThat(settings.toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
    }

    private static KafkaSettings read(Map<String, String> keys) {
        return Config.of(Map.of(), Map.of()).with(keys).read(KafkaSettings::read);
    }
}
