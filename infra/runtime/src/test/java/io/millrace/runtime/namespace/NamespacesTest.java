package io.millrace.runtime.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.id.RoomId;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.namespace.Namespace.Format;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacesTest {

    @Test
    void defaultsArePinned() {
        Namespace chat = read(Map.of("chat", Map.of())).all().iterator().next();

        assertThat(chat)
                .isEqualTo(new Namespace(
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
                        Format.JSON));
        assertThat(chat.recovery()).isTrue();
        assertThat(chat.tracksPresence()).isFalse();
    }

    @Test
    void everyKeyIsRead() {
        Map<String, Object> options = Map.ofEntries(
                Map.entry("history-size", 0),
                Map.entry("history-time", "1h"),
                Map.entry("presence", true),
                Map.entry("join-leave", true),
                Map.entry("moderation", false),
                Map.entry("persistence", false),
                Map.entry("subscribe", "anyone"),
                Map.entry("publish", "nobody"),
                Map.entry("read-history", "user"),
                Map.entry("read-presence", "anyone"),
                Map.entry("publication-limit", "1KiB"),
                Map.entry("format", "binary"));

        assertThat(read(Map.of("signal", options)).all())
                .containsExactly(new Namespace(
                        "signal",
                        0,
                        Duration.ofHours(1),
                        true,
                        true,
                        false,
                        false,
                        Audience.ANYONE,
                        Audience.NOBODY,
                        Audience.USER,
                        Audience.ANYONE,
                        1_024,
                        Format.BINARY));
    }

    @Test
    void roomWithoutAColonBelongsToTheDefault() {
        Namespaces namespaces = read(Map.of("default", Map.of(), "chat", Map.of()));

        assertThat(namespaces.of(new RoomId("lobby")))
                .hasValueSatisfying(found -> assertThat(found.name()).isEmpty());
        assertThat(namespaces.of(new RoomId("chat:lobby")))
                .hasValueSatisfying(found -> assertThat(found.name()).isEqualTo("chat"));
        assertThat(namespaces.of(new RoomId("default:lobby"))).isEmpty();
        assertThat(namespaces.of(new RoomId("other:lobby"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "a:b", "ü"})
    void oddNamesAreMistakes(String name) {
        assertThatThrownBy(() -> read(Map.of(name, Map.of()))).hasMessageContaining("namespaces." + name);
    }

    @Test
    void unknownOptionsAreMistakes() {
        assertThatThrownBy(() -> read(Map.of("chat", Map.of("histroy-size", 1))))
                .hasMessageContaining("namespaces.chat.histroy-size: unknown key");
    }

    @ParameterizedTest
    @CsvSource({
        "NOBODY, false, true, false",
        "SUBSCRIBER, true, true, true",
        "SUBSCRIBER, false, false, false",
        "USER, false, false, true",
        "USER, true, true, false",
        "ANYONE, true, false, true"
    })
    void audienceContainsWhomItNames(Audience audience, boolean anonymous, boolean subscribed, boolean contained) {
        assertThat(audience.contains(anonymous, subscribed)).isEqualTo(contained);
    }

    private static Namespaces read(Map<String, Object> namespaces) {
        return Config.of(Map.of("namespaces", namespaces), Map.of()).read(Namespaces::read);
    }
}
