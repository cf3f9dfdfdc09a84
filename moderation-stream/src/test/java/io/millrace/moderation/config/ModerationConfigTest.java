package io.millrace.moderation.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.config.ModerationConfig.Messages;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import io.millrace.runtime.health.OpsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModerationConfigTest {

    @TempDir
    Path folder;

    @Test
    void defaultsAreFixed() {
        ModerationConfig config = read(Map.of());

        assertThat(config.ops()).isEqualTo(new OpsServer.Address("127.0.0.1", 8092));
        assertThat(config.applicationId()).isEqualTo("moderation-stream");
        assertThat(config.messageLimit()).isEqualTo(524_288);
        assertThat(config.textLimit()).isEqualTo(32_768);
        assertThat(config.sustained()).isEqualTo(new Messages(1000, Duration.ofMinutes(1)));
        assertThat(config.burst()).isEqualTo(new Messages(100, Duration.ofSeconds(1)));
        assertThat(config.blocklist()).isEqualTo(new BlocklistConfig("blocklist", List.of(), List.of()));
        assertThat(config.model()).isEqualTo(new ModelConfig(true, Optional.empty(), Map.of(), Map.of()));
        assertThat(config.registry().url()).isEqualTo("http://127.0.0.1:8081/apis/registry/v3");
    }

    @Test
    void everyKeyCanBeSet() throws IOException {
        Path terms = Files.writeString(folder.resolve("terms"), "# list\n\n  badword \nдурак\n");
        Path allowed = Files.writeString(folder.resolve("allowed"), "kill the process\n");

        ModerationConfig config = read(Map.of(
                "ops",
                Map.of("host", "0.0.0.0", "port", 1234),
                "application-id",
                "other",
                "message-limit",
                "1KiB",
                "text-limit",
                2000,
                "rate",
                Map.of(
                        "sustained", Map.of("messages", 5, "per", "10s"),
                        "burst", Map.of("messages", 2, "per", "500ms")),
                "blocklist",
                Map.of(
                        "name", "words",
                        "terms", List.of("idiot"),
                        "terms-file", terms.toString(),
                        "allowed", List.of("fine"),
                        "allowed-file", allowed.toString()),
                "model",
                Map.of(
                        "enabled",
                        false,
                        "file",
                        "model.bin",
                        "flag",
                        Map.of("insult", 0.7),
                        "refuse",
                        Map.of("spam", "0.98"))));

        assertThat(config.ops()).isEqualTo(new OpsServer.Address("0.0.0.0", 1234));
        assertThat(config.applicationId()).isEqualTo("other");
        assertThat(config.messageLimit()).isEqualTo(1024);
        assertThat(config.textLimit()).isEqualTo(2000);
        assertThat(config.sustained()).isEqualTo(new Messages(5, Duration.ofSeconds(10)));
        assertThat(config.burst()).isEqualTo(new Messages(2, Duration.ofMillis(500)));
        assertThat(config.blocklist())
                .isEqualTo(new BlocklistConfig(
                        "words", List.of("idiot", "badword", "дурак"), List.of("fine", "kill the process")));
        assertThat(config.model())
                .isEqualTo(new ModelConfig(
                        false, Optional.of(Path.of("model.bin")), Map.of("insult", 0.7), Map.of("spam", 0.98)));
    }

    @Test
    void everyMistakeIsToldWithItsKey() {
        assertThatThrownBy(() -> read(Map.of(
                        "text-limit", -1,
                        "rate", Map.of("burst", Map.of("messages", 0)),
                        "model", Map.of("flag", Map.of("insult", 1.5), "refuse", Map.of("spam", "much")),
                        "blocklist", Map.of("terms-file", "/does/not/exist", "wordz", 1))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moderation.text-limit: must be between")
                .hasMessageContaining("moderation.rate.burst.messages: must be between")
                .hasMessageContaining("moderation.model.flag.insult: must be a number between 0 and 1, is 1.5")
                .hasMessageContaining("moderation.model.refuse.spam: must be a number between 0 and 1, is much")
                .hasMessageContaining("moderation.blocklist.terms-file: names a file that cannot be read")
                .hasMessageContaining("moderation.blocklist.wordz: unknown key");
    }

    @Test
    void termsAreNeverPrinted() {
        ModerationConfig config = read(Map.of("blocklist", Map.of("terms", List.of("badword"))));

        assertThat(config.toString()).contains("terms=1").doesNotContain("badword");
    }

    private static ModerationConfig read(Map<String, Object> moderation) {
        return Config.of(Map.of("moderation", moderation), Map.of()).read(ModerationConfig::read);
    }
}
