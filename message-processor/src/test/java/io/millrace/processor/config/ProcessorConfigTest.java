package io.millrace.processor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.history.DatabaseSettings;
import io.millrace.processor.config.ProcessorConfig.Archive;
import io.millrace.processor.config.ProcessorConfig.Retry;
import io.millrace.processor.config.ProcessorConfig.Rooms;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import io.millrace.runtime.health.OpsServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessorConfigTest {

    @Test
    void everythingHasADefault() {
        ProcessorConfig config = read(Map.of());

        assertThat(config.ops()).isEqualTo(new OpsServer.Address("127.0.0.1", 8091));
        assertThat(config.rooms())
                .isEqualTo(new Rooms(
                        true, "message-processor", 1_000, Duration.ofDays(30), 20_000, Duration.ofSeconds(10)));
        assertThat(config.archive())
                .isEqualTo(new Archive(
                        true,
                        "message-archive",
                        1_000,
                        new Retry(Duration.ofMillis(200), Duration.ofSeconds(10)),
                        100_000,
                        new DatabaseSettings(
                                "jdbc:postgresql://127.0.0.1:5432/millrace",
                                Optional.empty(),
                                Optional.empty(),
                                4,
                                Duration.ofSeconds(5))));
    }

    @Test
    void everyKeyIsRead() {
        ProcessorConfig config = read(Map.of(
                "processor",
                Map.of(
                        "ops",
                        Map.of("host", "0.0.0.0", "port", 1),
                        "rooms",
                        Map.of(
                                "enabled",
                                false,
                                "application-id",
                                "rooms-b",
                                "dedup-window",
                                7,
                                "idle-limit",
                                "48h",
                                "loaded",
                                9,
                                "edge-expiry",
                                "3s")),
                "archive",
                Map.of(
                        "enabled",
                        false,
                        "group-id",
                        "archive-b",
                        "batch-rows",
                        11,
                        "lag-limit",
                        12,
                        "retry",
                        Map.of("first", "1ms", "longest", "2ms")),
                "database",
                Map.of("url", "jdbc:postgresql://db/x", "user", "u", "connections", 2, "timeout", "1s")));

        assertThat(config.ops()).isEqualTo(new OpsServer.Address("0.0.0.0", 1));
        assertThat(config.rooms())
                .isEqualTo(new Rooms(false, "rooms-b", 7, Duration.ofDays(2), 9, Duration.ofSeconds(3)));
        assertThat(config.archive())
                .isEqualTo(new Archive(
                        false,
                        "archive-b",
                        11,
                        new Retry(Duration.ofMillis(1), Duration.ofMillis(2)),
                        12,
                        new DatabaseSettings(
                                "jdbc:postgresql://db/x",
                                Optional.of("u"),
                                Optional.empty(),
                                2,
                                Duration.ofSeconds(1))));
    }

    @Test
    void allMistakesAreToldAtOnce() {
        Map<String, Object> tree = Map.of(
                "processor", Map.of("rooms", Map.of("dedup-window", 0, "edge-expire", "3s")),
                "archive", Map.of("batch-rows", "many"));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(tree))
                .satisfies(failure -> assertThat(failure.problems())
                        .hasSize(3)
                        .anyMatch(problem -> problem.startsWith("processor.rooms.dedup-window: must be between"))
                        .anyMatch(problem -> problem.startsWith("processor.rooms.edge-expire: unknown key"))
                        .anyMatch(problem -> problem.startsWith("archive.batch-rows: must be a whole number")));
    }

    @Test
    void thePasswordOfTheDatabaseIsASecret() {
        Map<String, String> environment = Map.of("MILLRACE_DATABASE_PASSWORD", "hunter2");
        ProcessorConfig config = Config.of(Map.of(), environment).read(ProcessorConfig::read);

        assertThat(config.archive().database().password().orElseThrow().value()).isEqualTo("hunter2");
        assertThat(config.toString()).doesNotContain("hunter2");
    }

    private static ProcessorConfig read(Map<String, Object> tree) {
        return Config.of(tree, Map.of()).read(ProcessorConfig::read);
    }
}
