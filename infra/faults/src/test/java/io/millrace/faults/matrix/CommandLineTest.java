package io.millrace.faults.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mistakes get one sentence and exit code 2, before anything is started.
class CommandLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--cell kill:cat   | there is no cell kill:cat; --list names them all",
                "--rate 0          | --rate must be 1 to 10000, is 0",
                "--slack 0         | --slack must be 1 to 100, is 0",
                "--mix 0           | --mix must be 1 to 1440 minutes, is 0",
                "--dance           | Unknown option: '--dance'; see --help"
            })
    void mistakeIsToldInOneSentence(String arguments, String sentence) {
        int code = run(arguments.split(" ", -1));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(sentence + System.lineSeparator());
        assertThat(out.size()).isZero();
    }

    @Test
    void listNamesEveryCellOfTheQuickRun() {
        assertThat(run("--list")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains("kill:edge", "kill:processor", "kill:moderation")
                .contains("kill:broker", "kill:postgres", "kill:registry");
    }

    private int run(String... arguments) {
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }
}
