package io.millrace.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusTest {

    private static final String HEADER = "id\tlabels\tgroup\tsource\tlang\ttext\n";

    @TempDir
    Path folder;

    @Test
    void sentencesAreReadAndTheHoldoutIsKeptApart() throws IOException {
        write("a.tsv", "1\tinsult,spam\tg\thand\ten\tbuy this, fool");
        write("holdout.tsv", "1\t\th\thand\ten\tgood morning");
        Files.writeString(folder.resolve("probes.tsv"), "anything");

        assertThat(Corpus.training(folder))
                .containsExactly(new Row("1", Set.of("insult", "spam"), "g", "en", "buy this, fool"));
        assertThat(Corpus.holdout(folder)).containsExactly(new Row("1", Set.of(), "h", "en", "good morning"));
    }

    @Test
    void siteOfTheCorpusGetsAnEndingThatSaysNothing() throws IOException {
        write("a.tsv", "1\tspam\tg\thand\ten\tsee win.example/now");

        assertThat(Corpus.training(folder).getFirst().text()).matches("see win\\.[a-z]+/now");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2,,g,hand,en; a.tsv:3: has 5 columns",
                "2,rude,g,hand,en,x; a.tsv:3: has an unknown label: [rude]",
                "1,,g,hand,en,x; a.tsv:3: has the id of another line: 1",
                "2,,,hand,en,x; a.tsv:3: has no group or no text",
                "2,,g,hand,en,HELLO; a.tsv:3: is there twice: HELLO",
            })
    void mistakeIsToldWithItsPlace(String line, String problem) throws IOException {
        write("a.tsv", "1\t\tg\thand\ten\thello\n" + line.replace(',', '\t'));

        assertThatThrownBy(() -> Corpus.training(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    private void write(String name, String lines) throws IOException {
        Files.writeString(folder.resolve(name), HEADER + lines + "\n");
    }
}
