package io.millrace.runtime.namespace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.id.RoomId;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.namespace.Namespace.Format;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacesTest {

    @Test
    void defaultsArePinned() {
        Namespace chat = Namespace.of("chat", Map.of());

        assertThat(chat)
                .isEqualTo(new Namespace(
                        "chat",
                        new HistoryOptions(100, Duration.ofHours(24)),
                        new StreamOptions(Grant.FORCED, Grant.FORCED, RecoveryMode.STREAM, false, Set.of()),
                        new RosterOptions(false, false, false),
                        new NameOptions(false, null),
                        new AccessOptions(Audience.USER, Audience.SUBSCRIBER, Audience.SUBSCRIBER, Audience.SUBSCRIBER),
                        new PublicationOptions(32 << 10, Format.JSON, true, true)));
        assertThat(chat.keepsHistory()).isTrue();
        assertThat(chat.tracksPresence()).isFalse();
    }

    @Test
    void everyKeyIsRead() {
        Map<String, Object> options = Map.ofEntries(
                Map.entry("history-size", 7),
                Map.entry("history-time", "1h"),
                Map.entry("positioning", "allowed"),
                Map.entry("recovery", "off"),
                Map.entry("recovery-mode", "cache"),
                Map.entry("auto-cache-recover", true),
                Map.entry("delta-types", List.of("fossil")),
                Map.entry("presence", true),
                Map.entry("join-leave", true),
                Map.entry("push-join-leave", true),
                Map.entry("user-limited", true),
                Map.entry("channel-pattern", "[a-z]+"),
                Map.entry("moderation", false),
                Map.entry("persistence", false),
                Map.entry("subscribe", "anyone"),
                Map.entry("publish", "nobody"),
                Map.entry("read-history", "user"),
                Map.entry("read-presence", "anyone"),
                Map.entry("publication-limit", "1KiB"),
                Map.entry("format", "binary"));

        assertThat(Namespace.of("signal", options))
                .isEqualTo(new Namespace(
                        "signal",
                        new HistoryOptions(7, Duration.ofHours(1)),
                        new StreamOptions(Grant.ALLOWED, Grant.OFF, RecoveryMode.CACHE, true, Set.of(DeltaType.FOSSIL)),
                        new RosterOptions(true, true, true),
                        new NameOptions(true, new ChannelPattern("[a-z]+")),
                        new AccessOptions(Audience.ANYONE, Audience.NOBODY, Audience.USER, Audience.ANYONE),
                        new PublicationOptions(1_024, Format.BINARY, false, false)));
    }

    @Test
    void namespaceWithoutHistoryHasNoPlacesToGive() {
        StreamOptions stream = Namespace.of("live", Map.of("history-size", 0)).stream();

        assertThat(stream.positioning()).isEqualTo(Grant.OFF);
        assertThat(stream.recovery()).isEqualTo(Grant.OFF);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    history-size: 0, positioning: allowed | namespaces.a.positioning: needs history-size
                    history-size: 0, recovery: forced     | namespaces.a.recovery: needs history-size
                    auto-cache-recover: true              | namespaces.a.auto-cache-recover: needs recovery-mode
                    push-join-leave: true                 | namespaces.a.push-join-leave: needs join-leave
                    channel-pattern: '['                  | namespaces.a.channel-pattern: is not a regular
                    delta-types: fossils                  | namespaces.a.delta-types: must be a list of fossil
                    """)
    void optionsThatContradictEachOtherAreMistakes(String options, String problem) {
        String yaml = "namespaces: {a: {" + options + "}}";
        Config config = Config.parse("test", new ByteArrayInputStream(yaml.getBytes(UTF_8)), Map.of());

        assertThatThrownBy(() -> config.read(Namespaces::read)).hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"OFF, true, false", "ALLOWED, false, false", "ALLOWED, true, true", "FORCED, false, true"})
    void grantIsGivenWhenForcedOrWished(Grant grant, boolean wished, boolean given) {
        assertThat(grant.isGiven(wished)).isEqualTo(given);
    }

    @Test
    void patternIsForTheWholeName() {
        ChannelPattern pattern = new ChannelPattern("[a-z]+");

        assertThat(pattern.matches("lobby")).isTrue();
        assertThat(pattern.matches("lobby1")).isFalse();
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
