package io.millrace.moderation.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import io.millrace.runtime.health.OpsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScorerConfigTest {

    @Test
    void defaultsAreFixed() {
        ScorerConfig config = read(Map.of());

        assertThat(config.ops()).isEqualTo(new OpsServer.Address("127.0.0.1", 8094));
        assertThat(config.groupId()).isEqualTo("moderation-scorer");
        assertThat(config.model()).isEmpty();
        assertThat(config.batchSize()).isEqualTo(8);
        assertThat(config.concurrency()).isBetween(1, 8);
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.maxTokens()).isEqualTo(128);
        assertThat(config.reloadInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.selfTestInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.overloadLag()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.candidate()).isEmpty();
        assertThat(config.candidatePercent()).isEqualTo(100);
        assertThat(config.cache()).hasFileName("millrace-scorer");
    }

    @Test
    void everyKeyCanBeSet() {
        ScorerConfig config = read(Map.ofEntries(
                Map.entry("ops", Map.of("host", "0.0.0.0", "port", 1234)),
                Map.entry("group-id", "other"),
                Map.entry("model", "/models/a"),
                Map.entry("batch-size", 16),
                Map.entry("concurrency", 3),
                Map.entry("timeout", "500ms"),
                Map.entry("max-tokens", 64),
                Map.entry("reload-interval", "1m"),
                Map.entry("self-test-interval", "2m"),
                Map.entry("overload-lag", "10s"),
                Map.entry("candidate", "/models/b"),
                Map.entry("candidate-percent", 20),
                Map.entry("cache", "/var/cache/scorer")));

        assertThat(config)
                .isEqualTo(new ScorerConfig(
                        new OpsServer.Address("0.0.0.0", 1234),
                        "other",
                        Optional.of(Path.of("/models/a")),
                        16,
                        3,
                        Duration.ofMillis(500),
                        64,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(10),
                        Optional.of(Path.of("/models/b")),
                        20,
                        Path.of("/var/cache/scorer")));
    }

    @Test
    void mistakesAreToldWithTheirKeys() {
        assertThatThrownBy(() -> read(Map.of("batch-size", 0, "timeout", "1h", "modell", "/x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moderation.scorer.batch-size: must be between 1 and 256")
                .hasMessageContaining("moderation.scorer.timeout: must be between")
                .hasMessageContaining("moderation.scorer.modell: unknown key");
    }

    @Test
    void keysOfModerationStreamAreNotTheScorersBusiness() {
        Config config =
                Config.of(Map.of("moderation", Map.of("blocklist", Map.of("terms-file", "/not/here"))), Map.of());

        assertThat(config.read(ScorerConfig::read).batchSize()).isEqualTo(8);
    }

    @Test
    void processAndWhatIsDoneAboutItsScoresShareASection() {
        Map<String, Object> scorer = Map.of(
                "model",
                "/models/a",
                "mode",
                "hold",
                "deadline",
                "1s",
                "refuse",
                Map.of("insult", 0.9),
                "max-tokens",
                64);
        Config config = Config.of(Map.of("moderation", Map.of("scorer", scorer)), Map.of());

        assertThat(config.read(ScorerConfig::read).maxTokens()).isEqualTo(64);
        assertThat(config.read(ModerationConfig::read).scorer().model()).contains(Path.of("/models/a"));
    }

    @Test
    void shortNamesOfTheEnvironmentCountUnlessTheUsualOneIsSet() {
        Map<String, String> environment = Map.of(
                "AI_MODEL_PATH", "/models/a",
                "AI_BATCH_SIZE", "4",
                "AI_MAX_CONCURRENT_REQUESTS", "2",
                "MILLRACE_MODERATION_SCORER_BATCH_SIZE", "32");
        Config file = Config.of(
                Map.of("moderation", Map.of("scorer", Map.of("model", "/of/the/file", "max-tokens", 64))), environment);

        ScorerConfig config = file.with(ScorerConfig.shortNames(environment)).read(ScorerConfig::read);

        assertThat(config.model()).contains(Path.of("/models/a"));
        assertThat(config.batchSize()).isEqualTo(32);
        assertThat(config.concurrency()).isEqualTo(2);
        assertThat(config.maxTokens()).isEqualTo(64);
        assertThat(ScorerConfig.shortNames(Map.of())).isEmpty();
    }

    private static ScorerConfig read(Map<String, Object> scorer) {
        return Config.of(Map.of("moderation", Map.of("scorer", scorer)), Map.of())
                .read(ScorerConfig::read);
    }
}
