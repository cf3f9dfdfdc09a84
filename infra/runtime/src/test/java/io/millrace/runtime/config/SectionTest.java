package io.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> problems = new ArrayList<>();

    private enum Mode {
        FAIL_OPEN,
        HOLD
    }

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "0s, PT0S", "10s, PT10S", "5m, PT5M", "24h, PT24H", "30d, PT720H", "7 s, PT7S"})
    void durationsHaveUnits(String text, Duration expected) {
        assertThat(duration(text)).isEqualTo(expected);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "s", "", "10 seconds", "-1s", "1.5s", "1S", "9999999999999999s"})
    void otherDurationsAreMistakes(String text) {
        assertThat(duration(text)).as("the default").isEqualTo(SECOND);
        assertThat(problems)
                .containsExactly("edge.key: must be a duration such as 250ms, 10s, 5m, 24h or 30d, is " + text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "65536, 65536", "512B, 512", "64KiB, 65536", "1MiB, 1048576", "2 GiB, 2147483648"})
    void sizesHaveUnits(String text, long expected) {
        assertThat(section(Map.of("key", text)).bytes("key", 1, 0, Long.MAX_VALUE))
                .isEqualTo(expected);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "64KB", "64kib", "-1", "1e3", "1.5MiB"})
    void otherSizesAreMistakes(String text) {
        assertThat(section(Map.of("key", text)).bytes("key", 7, 0, 100)).isEqualTo(7);
        assertThat(problems).containsExactly("edge.key: must be a size such as 65536, 64KiB or 1MiB, is " + text);
    }

    @Test
    void amountsBeyondEveryNumberAreMistakesAndNoCrash() {
        assertThat(section(Map.of("key", "999999999999999GiB")).bytes("key", 7, 0, 100))
                .isEqualTo(7);
        assertThat(duration("999999999999999d")).isEqualTo(SECOND);
        assertThat(duration("999999999999h")).isEqualTo(SECOND);

        assertThat(problems)
                .containsExactly(
                        "edge.key: is too great: 999999999999999GiB",
                        "edge.key: is too great: 999999999999999d",
                        "edge.key: must be between 0s and 31536000s, is 3599999999996400s");
    }

    @Test
    void boundsAreIncludedAndNamed() {
        assertThat(section(Map.of("key", "10")).integer("key", 1, 10, 20)).isEqualTo(10);
        assertThat(section(Map.of("key", 20)).integer("key", 1, 10, 20)).isEqualTo(20);
        assertThat(problems).isEmpty();

        assertThat(section(Map.of("key", 21)).integer("key", 1, 10, 20)).isEqualTo(1);
        assertThat(section(Map.of("key", "100ms")).duration("key", SECOND, SECOND, SECOND.multipliedBy(9)))
                .isEqualTo(SECOND);
        assertThat(section(Map.of("key", "2KiB")).bytes("key", 5, 1, 1_024)).isEqualTo(5);

        assertThat(problems)
                .containsExactly(
                        "edge.key: must be between 10 and 20, is 21",
                        "edge.key: must be between 1s and 9s, is 100ms",
                        "edge.key: must be between 1 and 1024, is 2048");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten", "1.0", "0x10", "", "99999999999999999999"})
    void otherNumbersAreMistakes(String text) {
        assertThat(section(Map.of("key", text)).integer("key", 3, 0, 10)).isEqualTo(3);
        assertThat(problems).containsExactly("edge.key: must be a whole number, is " + text);
    }

    @Test
    void flagsAreTrueOrFalse() {
        assertThat(section(Map.of("key", true)).flag("key", false)).isTrue();
        assertThat(section(Map.of("key", "FALSE")).flag("key", true)).isFalse();
        assertThat(section(Map.of()).flag("key", true)).isTrue();
        assertThat(problems).isEmpty();

        assertThat(section(Map.of("key", "yes")).flag("key", true)).isTrue();
        assertThat(problems).containsExactly("edge.key: must be true or false, is yes");
    }

    @Test
    void choicesAreWrittenInKebabCase() {
        assertThat(section(Map.of("key", "fail-open")).choice("key", Mode.HOLD)).isEqualTo(Mode.FAIL_OPEN);
        assertThat(problems).isEmpty();

        assertThat(section(Map.of("key", "FAIL_OPEN")).choice("key", Mode.HOLD)).isEqualTo(Mode.HOLD);
        assertThat(problems).containsExactly("edge.key: must be one of fail-open, hold, is FAIL_OPEN");
    }

    @Test
    void listsComeFromTheFileOrFromTextWithCommas() {
        assertThat(section(Map.of("key", List.of("a", 1))).texts("key", List.of()))
                .containsExactly("a", "1");
        assertThat(section(Map.of("key", " a, b ,,c")).texts("key", List.of())).containsExactly("a", "b", "c");
        assertThat(section(Map.of()).texts("key", List.of("z"))).containsExactly("z");
        assertThat(section(Map.of("key", List.of("a")), Map.of("MILLRACE_EDGE_KEY", "x,y"))
                        .texts("key", List.of()))
                .containsExactly("x", "y");
    }

    @Test
    void emptyTextCountsAsAbsent() {
        Section section = section(Map.of("key", ""));

        assertThat(section.text("key")).isEmpty();
        assertThat(section.required("key")).isEmpty();
        assertThat(problems).containsExactly("edge.key: is required");
    }

    @Test
    void mapOrListWhereAValueBelongsIsAMistake() {
        assertThat(section(Map.of("key", Map.of("a", "secret"))).text("key", "x"))
                .isEqualTo("x");
        assertThat(section(Map.of("key", List.of(1))).integer("key", 4, 0, 9)).isEqualTo(4);

        assertThat(problems)
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("must be a single value"))
                .noneSatisfy(problem -> assertThat(problem).contains("secret"));
    }

    @Test
    void valueWhereASectionBelongsIsAMistake() {
        Section http = section(Map.of("http", 8_080)).section("http");

        assertThat(http.integer("port", 1, 0, 9)).isEqualTo(1);
        assertThat(problems).hasSize(1).first().asString().startsWith("edge.http: must be a map");
    }

    @Test
    void environmentOverridesTheFile() {
        Section section = section(
                Map.of("room-linger", "1s", "http", Map.of("port", 1)),
                Map.of("MILLRACE_EDGE_ROOM_LINGER", "2s", "MILLRACE_EDGE_HTTP_PORT", "2"));

        assertThat(section.duration("room-linger", SECOND, SECOND, SECOND.multipliedBy(5)))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(section.section("http").integer("port", 0, 0, 9)).isEqualTo(2);
    }

    @Test
    void keysNobodyAskedForAreMistakes() {
        Section section = section(Map.of("port", 1, "prot", 2, "http", Map.of("hots", "x")));
        var _ = section.integer("port", 0, 0, 9);
        var _ = section.section("http").text("host", "");

        section.reportUnknownKeys();

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "edge.prot: unknown key; known are http, port", "edge.http.hots: unknown key; known are host");
    }

    @Test
    void secretComesFromTheEnvironmentOrAFileOfItsOwn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "from the file\n");

        assertThat(secret(Map.of("key-file", file.toString()), Map.of())).contains("from the file");
        assertThat(secret(Map.of(), Map.of("MILLRACE_EDGE_KEY", "from the environment")))
                .contains("from the environment");
        assertThat(secret(Map.of("key-file", file.toString()), Map.of("MILLRACE_EDGE_KEY", "wins")))
                .contains("wins");
        assertThat(secret(Map.of(), Map.of("MILLRACE_EDGE_KEY_FILE", file.toString())))
                .contains("from the file");
        assertThat(secret(Map.of(), Map.of())).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void secretInTheFileItselfIsAMistakeThatDoesNotRepeatIt() {
        assertThat(secret(Map.of("key", "hunter2"), Map.of())).isEmpty();

        assertThat(problems)
                .hasSize(1)
                .first()
                .asString()
                .contains("edge.key-file")
                .doesNotContain("hunter2");
    }

    @Test
    void secretFileThatIsEmptyOrMissingIsAMistake(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), " \n");

        assertThat(secret(Map.of("key-file", empty.toString()), Map.of())).isEmpty();
        assertThat(secret(Map.of("key-file", folder.resolve("missing").toString()), Map.of()))
                .isEmpty();

        assertThat(problems)
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).startsWith("edge.key-file: names"));
    }

    @Test
    void secretIsNotPrinted() {
        assertThat(new Secret("hunter2")).hasToString("[redacted]");
    }

    @Test
    void settingsThatAreHandedOnMayHaveTheirSecretsInFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "hunter2\n");
        Section section = section(Map.of("ssl.keystore.password-file", file.toString(), "client.rack", "a"));

        assertThat(section.allWithSecrets())
                .containsOnly(Map.entry("ssl.keystore.password", "hunter2"), Map.entry("client.rack", "a"));
    }

    @Test
    void sectionsWithNamesOfTheUsersChoiceAreRead() {
        Section section = section(Map.of("chat", Map.of("size", 1), "signal", Map.of("size", 2)));

        Map<String, Integer> sizes = new TreeMap<>();
        section.sections().forEach((name, options) -> sizes.put(name, options.integer("size", 0, 0, 9)));

        assertThat(sizes).containsExactly(Map.entry("chat", 1), Map.entry("signal", 2));
    }

    @Test
    void mapsOfAListAreSectionsNamedByTheirPlace() {
        Section section = section(Map.of("rules", List.of(Map.of("size", 1), Map.of("size", 20))));

        List<Integer> sizes = section.items("rules").stream()
                .map(item -> item.integer("size", 0, 0, 9))
                .toList();

        assertThat(sizes).containsExactly(1, 0);
        assertThat(problems).containsExactly("edge.rules[1].size: must be between 0 and 9, is 20");
    }

    @Test
    void whatIsNoListOfMapsIsAProblem() {
        Section section = section(Map.of("rules", "one", "others", List.of("two")));

        assertThat(section.items("rules")).isEmpty();
        assertThat(section.items("others")).hasSize(1);
        assertThat(section.items("absent")).isEmpty();
        assertThat(problems).containsExactly("edge.rules: must be a list", "edge.others[0]: must be a map, is two");
    }

    @Test
    void numbersUnderChosenNamesMayComeFromTheEnvironment() {
        Section section = section(
                Map.of("severe-toxic", 0.25, "spam", 1, "threat", "much", "insult", 1.5),
                Map.of("MILLRACE_EDGE_SEVERE_TOXIC", "0.5", "MILLRACE_EDGE_SEXUAL", "0.75", "MILLRACE_EDGES", "2"));

        assertThat(section.numbers(0, 1))
                .containsExactly(Map.entry("severe-toxic", 0.5), Map.entry("sexual", 0.75), Map.entry("spam", 1.0));
        assertThat(problems)
                .containsExactly(
                        "edge.insult: must be a number between 0 and 1, is 1.5",
                        "edge.threat: must be a number between 0 and 1, is much");
        section.reportUnknownKeys();
        assertThat(problems).hasSize(2);
    }

    @Test
    void severalMayReadTheirPartOfASection() {
        Section section = section(Map.of("list", Map.of("name", "a", "size", 1), "rules", List.of(Map.of("size", 2))));

        assertThat(section.section("list").text("name", "")).isEqualTo("a");
        assertThat(section.section("list").integer("size", 0, 0, 9)).isEqualTo(1);
        assertThat(section.items("rules")).isEqualTo(section.items("rules"));
        assertThat(section.items("rules").getFirst().integer("size", 0, 0, 9)).isEqualTo(2);
        section.reportUnknownKeys();
        assertThat(problems).isEmpty();
    }

    private Duration duration(String text) {
        return section(Map.of("key", text)).duration("key", SECOND, Duration.ZERO, Duration.ofDays(365));
    }

    private Optional<String> secret(Map<String, Object> values, Map<String, String> environment) {
        return section(values, environment).secret("key").map(Secret::value);
    }

    private Section section(Map<String, Object> values) {
        return section(values, Map.of());
    }

    private Section section(Map<String, Object> values, Map<String, String> environment) {
        return Section.of("edge", values, environment, problems);
    }
}
