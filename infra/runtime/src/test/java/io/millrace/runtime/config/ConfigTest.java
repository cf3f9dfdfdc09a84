package io.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {

    @TempDir
    private Path folder;

    @Test
    void withoutAFileThereAreDefaultsAndTheEnvironment() {
        Config config = Config.load(null, Map.of("MILLRACE_EDGE_HTTP_PORT", "9000", "PATH", "/bin"));

        assertThat(port(config)).isEqualTo(9_000);
    }

    @Test
    void fileIsRead() throws IOException {
        assertThat(port(load("edge:\n  http:\n    port: 9001\n"))).isEqualTo(9_001);
    }

    @Test
    void emptyFileIsNoMistake() throws IOException {
        assertThat(port(load("# nothing here\n"))).isEqualTo(8_080);
        assertThat(port(load("edge:\n"))).isEqualTo(8_080);
    }

    @Test
    void fileThatIsMissingOrNoYamlMapIsAMistakeThatNamesIt() {
        assertThatThrownBy(() -> Config.load(folder.resolve("missing.yaml"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missing.yaml");
        assertThatThrownBy(() -> load("- a\n- b\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be a map of sections");
        assertThatThrownBy(() -> load("edge: [\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("millrace.yaml");
        assertThatThrownBy(() -> load("edge: 1\nedge: 2\n")).as("a key twice").isInstanceOf(ConfigException.class);
    }

    @Test
    void unknownSectionIsAMistakeAndForeignOnesAreNot() {
        Config config = Config.of(Map.of("egde", Map.of(), "archive", Map.of("anything", 1)), Map.of());

        assertThatThrownBy(() -> port(config))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .hasSize(1)
                                .first()
                                .asString()
                                .startsWith("egde: unknown section; known are "));
    }

    @Test
    void everyMistakeIsToldAtOnceAndOnlyOnce() {
        Config config = Config.of(Map.of("edge", Map.of("http", Map.of("port", "x", "prot", 1)), "kafka", 7), Map.of());

        assertThatThrownBy(() -> config.read(reader -> {
                    Section kafka = reader.section("kafka");
                    Section http = reader.section("edge").section("http");
                    http.problem("host", "is odd");
                    http.problem("host", "is odd");
                    return kafka.text("a", "") + http.integer("port", 1, 0, 9);
                }))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactlyInAnyOrder(
                                        "kafka: must be a map, is 7",
                                        "edge.http.port: must be a whole number, is x",
                                        "edge.http.host: is odd",
                                        "edge.http.prot: unknown key; known are port"));
    }

    @Test
    void refusalOfARecordIsToldWithTheRest() {
        Config config = Config.of(Map.of("edge", Map.of("prot", 1)), Map.of());

        assertThatThrownBy(() -> config.read(reader -> {
                    reader.section("edge");
                    throw new IllegalArgumentException("ping must be longer than pong");
                }))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems()).hasSize(2).contains("ping must be longer than pong"));
    }

    @Test
    void messageIsReadableForOneAndForMany() {
        assertThat(new ConfigException(List.of("a: b"))).hasMessage("configuration has 1 problem:\n  a: b");
        assertThat(new ConfigException(List.of("a", "b"))).hasMessage("configuration has 2 problems:\n  a\n  b");
    }

    @Test
    void overridesWinOverFileAndEnvironment() {
        Config config = Config.of(
                        Map.of("edge", Map.of("http", Map.of("port", 1))), Map.of("MILLRACE_EDGE_HTTP_PORT", "2"))
                .with(Map.of("edge.http.port", "3"));

        assertThat(port(config)).isEqualTo(3);
    }

    @Test
    void variableOfAKeyIsItsPathInCapitals() {
        assertThat(Config.variable("edge.auth.hmac-secret")).isEqualTo("MILLRACE_EDGE_AUTH_HMAC_SECRET");
    }

    private Config load(String yaml) throws IOException {
        return Config.load(Files.writeString(folder.resolve("millrace.yaml"), yaml), Map.of());
    }

    private static int port(Config config) {
        return config.read(reader -> reader.section("edge").section("http").integer("port", 8_080, 0, 65_535));
    }
}
