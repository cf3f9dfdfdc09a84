package io.millrace.faults.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.record.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The load generator's own writer against our reader, and files that are none.
class HistoryFilesTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path file = Path.of("unset");

    @BeforeEach
    void name() {
        file = folder.resolve("history.jsonl");
    }

    @Test
    void historyOfTheLoadGeneratorIsUnderstood() throws IOException {
        write("m-2");

        assertThat(check(file)).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("4 publications (2 accepted, 1 refused, 1 unknown), 4 deliveries and starts to 1 sessions")
                .contains("every promise was kept");
    }

    @Test
    void anomaliesAreFoundAndTold() throws IOException {
        write("m-3");

        assertThat(check(file)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("REFUSED_BUT_VISIBLE", "BROKEN");
    }

    @Test
    void filesOfSeveralProcessesAreOneHistory() throws IOException {
        write("m-2");
        Path other = folder.resolve("other.jsonl");
        try (History history = History.create(other)) {
            history.subscribed(1, "c9", "chat:a", "e", 1);
            history.delivered(2, "c9", "chat:a", "e", 2, "m-2", 2);
        }

        assertThat(check(file, other)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("to 2 sessions");
    }

    @Test
    void missingFileIsOneSentence() {
        assertThat(check(folder.resolve("nowhere"))).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("there is no file ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "not JSON                          | not a JSON object",
                "[1]                               | not a JSON object",
                "{\"t\":1}                         | no text 'e'",
                "{\"t\":1,\"e\":\"new\"}           | unknown event 'new'",
                "{\"t\":1,\"e\":\"info\"}          | no text 'id'",
                "{\"t\":1,\"e\":\"ok\",\"id\":\"x\",\"epoch\":\"e\"} | no number 'offset'",
                "{\"t\":1,\"e\":\"inv\",\"id\":\"x\",\"client\":\"c\",\"room\":\"r\",\"hash\":\"zz\"} | not hexadecimal: zz"
            })
    void badLineIsNamed(String line, String reason) throws IOException {
        Files.writeString(file, line.strip() + "\n");

        assertThat(check(file)).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("history.jsonl, line 1: ", reason)
                .hasLineCount(1);
    }

    @Test
    void answerWithoutQuestionIsNoHistory() throws IOException {
        try (History history = History.create(file)) {
            history.refused(1, "m-1", 111);
        }

        assertThat(check(file)).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("an outcome of 'm-1', which nobody sent");
    }

    @Test
    void noFileIsWrongUsage() {
        assertThat(Main.run(stream(out), stream(err))).isEqualTo(2);
    }

    /// @param second what stands at offset 2; m-3 is refused
    private void write(String second) throws IOException {
        try (History history = History.create(file)) {
            history.subscribed(1, "c2", "chat:a", "e", 0);
            history.invoked(2, "c1", "chat:a", "m-1", 1);
            history.invoked(3, "c1", "chat:a", "m-2", 2);
            history.delivered(4, "c2", "chat:a", "e", 1, "m-1", 1);
            history.accepted(5, "m-1", "e", 1);
            history.accepted(6, "m-2", "", 0);
            history.invoked(7, "c1", "chat:a", "m-3", 2);
            history.refused(8, "m-3", 111);
            history.delivered(9, "c2", "chat:a", "e", 2, second, 2);
            history.restarted(10, "c2", "chat:a", "e", 9);
            history.invoked(11, "c1", "chat:a", "m-4", 2);
            history.unknown(12, "m-4");
        }
    }

    private int check(Path... files) {
        String[] names = Arrays.stream(files).map(Path::toString).toArray(String[]::new);
        return Main.run(stream(out), stream(err), names);
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
