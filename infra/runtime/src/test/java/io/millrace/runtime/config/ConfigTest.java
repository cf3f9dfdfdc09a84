package io.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {

    private static final Duration LONG = Duration.ofDays(30);

    private enum Colour {
        DEEP_BLUE,
        RED
    }

    @Test
    void everyKindOfValueIsRead() {
        Config config = yaml("""
                edge: {keep: 30d, size: 64KiB, count: 7, on: true, colour: deep-blue, names: [a, b], inner: {x: 1}}
                """);

        String all = config.read(reader -> {
            Section edge = reader.section("edge");
            return String.join(
                    " ",
                    edge.duration("keep", Duration.ZERO, Duration.ZERO, LONG).toString(),
                    Long.toString(edge.bytes("size", 0, 0, 1 << 20)),
                    Integer.toString(edge.integer("count", 0, 0, 9)),
                    Boolean.toString(edge.flag("on", false)),
                    edge.choice("colour", Colour.RED).name(),
                    edge.texts("names", List.of()).toString(),
                    edge.section("inner").text("x", ""),
                    edge.text("absent", "default"));
        });

        assertThat(all).isEqualTo("PT720H 65536 7 true DEEP_BLUE [a, b] 1 default");
    }

    @Test
    void environmentOverridesTheFile() {
        Config config = Config.of(
                Map.of("edge", Map.of("max-size", 1)),
                Map.of("MILLRACE_EDGE_MAX_SIZE", "2", "MILLRACE_EDGE_NAMES", "a, b"));

        assertThat(config.<List<Object>>read(reader -> {
                    Section edge = reader.section("edge");
                    return List.of(edge.integer("max-size", 0, 0, 9), edge.texts("names", List.of()));
                }))
                .isEqualTo(List.of(2, List.of("a", "b")));
    }

    @Test
    void allMistakesAreToldAtOnceEachWithItsKey() {
        Config config = yaml("""
                edge: {count: 70, wait: soon, size: 3 apples, on: maybe, colour: green, typo: 1, inner: 5}
                nonsense: {}
                """);

        ConfigException failure = problems(config, reader -> {
            Section edge = reader.section("edge");
            edge.integer("count", 0, 0, 9);
            edge.duration("wait", Duration.ZERO, Duration.ZERO, LONG);
            edge.bytes("size", 0, 0, 9);
            edge.flag("on", false);
            edge.choice("colour", Colour.RED);
            edge.section("inner");
            edge.required("name");
            return 1;
        });

        assertThat(failure.problems())
                .anyMatch(text -> text.startsWith("nonsense: unknown section"))
                .anyMatch(text -> text.equals("edge.count: must be between 0 and 9, is 70"))
                .anyMatch(text -> text.startsWith("edge.wait: must be a duration such as 250ms"))
                .anyMatch(text -> text.startsWith("edge.size: must be a size"))
                .anyMatch(text -> text.equals("edge.on: must be true or false, is maybe"))
                .anyMatch(text -> text.equals("edge.colour: must be one of deep-blue, red, is green"))
                .anyMatch(text -> text.startsWith("edge.typo: unknown key"))
                .anyMatch(text -> text.startsWith("edge.inner: must be a map"))
                .anyMatch(text -> text.equals("edge.name: is required"))
                .hasSize(9);
    }

    @Test
    void secretComesFromTheEnvironmentOrFromTheFileThatIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "from the file\n");
        Function<Config.Reader, Secret> reader =
                r -> r.section("edge").secret("key").orElseThrow();

        assertThat(Config.of(Map.of("edge", Map.of("key-file", file.toString())), Map.of())
                        .read(reader)
                        .value())
                .isEqualTo("from the file");
        assertThat(Config.of(Map.of(), Map.of("MILLRACE_EDGE_KEY", "from outside"))
                        .read(reader)
                        .value())
                .isEqualTo("from outside");
        assertThat(new Secret("x")).hasToString("[redacted]");
    }

    @Test
    void secretInTheFileItselfIsRefusedAndNotRepeated() {
        ConfigException failure = problems(
                yaml("edge: {key: hunter2}"), reader -> reader.section("edge").secret("key"));

        assertThat(failure).hasMessageContaining("edge.key-file").hasMessageNotContaining("hunter2");
    }

    @Test
    void secretFileThatCannotBeReadIsMistake(@TempDir Path folder) {
        ConfigException failure = problems(
                Config.of(
                        Map.of(
                                "edge",
                                Map.of("key-file", folder.resolve("absent").toString())),
                        Map.of()),
                reader -> reader.section("edge").secret("key"));

        assertThat(failure).hasMessageContaining("edge.key-file: names a file that cannot be read");
    }

    @Test
    void settingsMayTakeSecretsFromFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("jaas"), "password");
        Config config = Config.of(
                Map.of("kafka", Map.of("client", Map.of("sasl.jaas.config-file", file.toString(), "a.b", 1))),
                Map.of());

        assertThat(config.<Map<String, String>>read(
                        reader -> reader.section("kafka").section("client").allWithSecrets()))
                .isEqualTo(Map.of("sasl.jaas.config", "password", "a.b", "1"));
    }

    @Test
    void whatIsNoYamlMapIsRefused(@TempDir Path folder) throws IOException {
        Path list = Files.writeString(folder.resolve("list.yaml"), "- a\n");

        for (Path file : List.of(list, folder.resolve("absent.yaml"))) {
            assertThat(catchThrowableOfType(ConfigException.class, () -> Config.load(file, Map.of())))
                    .hasMessageContaining(file.toString());
        }
        assertThat(Config.load(null, Map.of())
                        .<String>read(reader -> reader.section("edge").text("a", "b")))
                .isEqualTo("b");
    }

    private static ConfigException problems(Config config, Function<Config.Reader, ?> reader) {
        return catchThrowableOfType(ConfigException.class, () -> config.read(reader::apply));
    }

    private static Config yaml(String text) {
        return Config.parse("test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Map.of());
    }
}
