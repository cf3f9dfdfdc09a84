package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketSettingsTest {
    @Test
    void defaultsAreAsDocumented() {
        assertThat(SocketSettings.defaults())
                .isEqualTo(new SocketSettings(
                        65_536,
                        65_536,
                        1_024,
                        16_384,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Set.of(),
                        false,
                        false));
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThatThrownBy(() -> new SocketSettings(
                        1,
                        -1,
                        0,
                        0,
                        Duration.ZERO,
                        Duration.ofDays(1),
                        Duration.ofSeconds(-1),
                        Duration.ZERO,
                        Set.of("*"),
                        true,
                        false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "maxFrameBytes",
                        "maxMessageBytes",
                        "maxFragments",
                        "maxConnections",
                        "closeTimeout",
                        "writeTimeout",
                        "handshakeTimeout",
                        "transferTimeout",
                        "allowedOrigins");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://*.example.com", "https://a.example/", "HTTPS://a.example", "a.example", "null", ""})
    void refusesOriginsThatNoBrowserSends(String origin) {
        SocketSettings defaults = SocketSettings.defaults();

        assertThatThrownBy(() -> defaults.withOrigins(Set.of(origin), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example", "http://localhost:8080", "http://[::1]:8080", "capacitor://localhost"})
    void takesOrigins(String origin) {
        assertThat(SocketSettings.defaults().withOrigins(Set.of(origin), false).allowedOrigins())
                .containsExactly(origin);
    }
}
