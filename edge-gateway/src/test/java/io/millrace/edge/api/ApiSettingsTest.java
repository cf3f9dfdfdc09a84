package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The section `edge.api`: every key and every default.
class ApiSettingsTest {

    @Test
    void defaultsArePinned() {
        assertThat(read(Map.of(), Map.of()))
                .isEqualTo(new ApiSettings(
                        List.of(),
                        false,
                        1 << 20,
                        256,
                        0,
                        1_000,
                        new ApiSettings.Commands(true, "millrace-api", Duration.ofSeconds(60))));
    }

    @Test
    void everyKeyIsRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "from-a-file\n");

        ApiSettings settings = read(
                Map.of(
                        "insecure",
                        true,
                        "max-body",
                        "2KiB",
                        "in-flight",
                        3,
                        "rate",
                        4,
                        "batch",
                        5,
                        "commands",
                        Map.of("enabled", false, "group", "g", "patience", "6s"),
                        "keys",
                        Map.of("backend", Map.of("key-file", file.toString(), "scopes", List.of("read", "erase")))),
                Map.of("MILLRACE_EDGE_API_KEY", "from-the-environment"));

        assertThat(settings.insecure()).isTrue();
        assertThat(settings.maxBody()).isEqualTo(2_048);
        assertThat(settings.inFlight()).isEqualTo(3);
        assertThat(settings.rate()).isEqualTo(4);
        assertThat(settings.batch()).isEqualTo(5);
        assertThat(settings.commands()).isEqualTo(new ApiSettings.Commands(false, "g", Duration.ofSeconds(6)));
        assertThat(settings.keys()).hasSize(2);
        ApiSettings.Key first = settings.keys().getFirst();
        assertThat(first.name()).isEqualTo("default");
        assertThat(first.secret().value()).isEqualTo("from-the-environment");
        assertThat(first.scopes()).isEqualTo(EnumSet.allOf(ApiScope.class));
        ApiSettings.Key second = settings.keys().getLast();
        assertThat(second.name()).isEqualTo("backend");
        assertThat(second.secret().value()).isEqualTo("from-a-file");
        assertThat(second.scopes()).isEqualTo(Set.of(ApiScope.READ, ApiScope.ERASE));
        assertThat(settings.toString()).doesNotContain("from-a-file").doesNotContain("from-the-environment");
    }

    @Test
    void mistakesAreToldWithTheirKeys() {
        assertThatThrownBy(() -> read(
                        Map.of("keys", Map.of("a", Map.of("scopes", List.of("everything")), "b", Map.of("key", "x"))),
                        Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("edge.api.keys.a.scopes: must be among all, publish")
                .hasMessageContaining("edge.api.keys.a.key-file: is required")
                .hasMessageContaining("edge.api.keys.b.key: is a secret");
    }

    private static ApiSettings read(Map<String, Object> api, Map<String, String> environment) {
        return Config.of(Map.of("edge", Map.of("api", api)), environment)
                .read(config -> ApiSettings.read(config.section("edge").section("api")));
    }
}
