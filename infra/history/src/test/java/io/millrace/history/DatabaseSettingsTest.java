package io.millrace.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.config.Config;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {

    @Test
    void aPoolOfAnotherSizeIsOfTheSameDatabase() {
        DatabaseSettings settings = Config.of(
                        Map.of("database", Map.of("url", "jdbc:postgresql://db/x", "user", "reader")), Map.of())
                .read(config -> DatabaseSettings.read(config.section("database")));

        DatabaseSettings other = settings.with(9, Duration.ofSeconds(1));

        assertThat(settings.connections()).isEqualTo(4);
        assertThat(other.url()).isEqualTo("jdbc:postgresql://db/x");
        assertThat(other.user()).contains("reader");
        assertThat(other.connections()).isEqualTo(9);
        assertThat(other.timeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPoolOpensWithoutItsDatabase() {
        DatabaseSettings settings = Config.of(
                        Map.of("database", Map.of("url", "jdbc:postgresql://127.0.0.1:1/none", "timeout", "250ms")),
                        Map.of())
                .read(config -> DatabaseSettings.read(config.section("database")));

        try (DatabasePool pool = DatabasePool.open(settings, "test", Duration.ofSeconds(1))) {
            assertThat(pool.dataSource()).isNotNull();
        }
    }
}
