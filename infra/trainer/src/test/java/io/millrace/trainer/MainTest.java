package io.millrace.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.moderation.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void weightsFiguresAndCardAreWritten() throws IOException {
        Weights weights = Weights.read(Files.readAllBytes(Trained.FOLDER.resolve("weights.bin")));

        assertThat(Trained.FOLDER.resolve("metrics.json")).content().contains(weights.version());
        assertThat(Trained.FOLDER.resolve("MODEL_CARD.md"))
                .content()
                .contains(weights.version())
                .doesNotContain("$");
    }

    @Test
    void labelsAreWrittenInTheOrderOfTheModelAndTheSameInEveryRun() throws IOException {
        JsonNode labels = new ObjectMapper()
                .readTree(Trained.FOLDER.resolve("labels.json").toFile());

        assertThat(labels.fieldNames()).toIterable().containsExactly("version", "activation", "labels");
        assertThat(labels.path("labels").findValuesAsText("name")).isEqualTo(Corpus.LABELS);
        assertThat(labels.path("labels"))
                .allSatisfy(label -> assertThat(label.fieldNames()).toIterable().containsExactly("name", "threshold"));
    }
}
