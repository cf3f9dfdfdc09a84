package io.millrace.runtime.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.id.RoomId;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespacesTest {

    @Test
    void defaultsAreSafe() {
        Namespaces namespaces = read(Map.of("chat", Map.of()));

        assertThat(namespaces.of(new RoomId("chat:x")))
                .contains(new Namespace(
                        "chat",
                        100,
                        Duration.ofHours(24),
                        false,
                        false,
                        true,
                        true,
                        Audience.USER,
                        Audience.SUBSCRIBER,
                        Audience.SUBSCRIBER,
                        Audience.SUBSCRIBER,
                        32 << 10,
                        Namespace.Format.JSON));
    }

    @Test
    void roomWithoutColonBelongsToTheDefaultNamespace() {
        Namespaces namespaces = read(Map.of("default", Map.of("presence", true)));

        assertThat(namespaces.of(new RoomId("lobby"))).get().matches(Namespace::presence);
        assertThat(namespaces.of(new RoomId("chat:lobby"))).isEmpty();
    }

    @Test
    void impossibleNameIsMistake() {
        assertThatThrownBy(() -> read(Map.of("with space", Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("namespaces.with space");
    }

    @ParameterizedTest
    @CsvSource({
        "NOBODY,     false, true,  false",
        "SUBSCRIBER, true,  true,  true",
        "SUBSCRIBER, false, false, false",
        "USER,       false, false, true",
        "USER,       true,  true,  false",
        "ANYONE,     true,  false, true"
    })
    void audienceContains(Audience audience, boolean anonymous, boolean subscribed, boolean contains) {
        assertThat(audience.contains(anonymous, subscribed)).isEqualTo(contains);
    }

    private static Namespaces read(Map<String, Object> namespaces) {
        return Config.of(Map.of("namespaces", namespaces), Map.of()).read(Namespaces::read);
    }
}
