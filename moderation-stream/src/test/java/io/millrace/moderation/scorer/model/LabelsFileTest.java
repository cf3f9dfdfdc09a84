package io.millrace.moderation.scorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.scorer.model.Labels.Activation;
import io.millrace.moderation.scorer.model.Labels.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsFileTest {

    @TempDir
    Path folder;

    @Test
    void onlyNamesAreNeeded() throws IOException {
        Labels labels = read("{\"labels\": [\"toxic\", \"threat\"]}");

        assertThat(labels)
                .isEqualTo(new Labels("", List.of("toxic", "threat"), Map.of(), Activation.SIGMOID, 512, List.of()));
        assertThat(labels.threshold("toxic")).isEqualTo(0.5);
    }

    @Test
    void everythingCanBeSaid() throws IOException {
        Labels labels = read("""
                {"version": 7, "labels": ["ok", {"name": "insult", "threshold": 0.7}], "activation": "softmax",
                 "max_length": 128, "thresholds": {"ok": 1}, "more": "is ignored",
                 "golden": [{"text": "you fool", "scores": {"insult": 0.93}}]}""");

        assertThat(labels)
                .isEqualTo(new Labels(
                        "7",
                        List.of("ok", "insult"),
                        Map.of("ok", 1.0, "insult", 0.7),
                        Activation.SOFTMAX,
                        128,
                        List.of(new Golden("you fool", Map.of("insult", 0.93)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                  | labels must be a list of 1 to 64",
                "{\"labels\": 5}                                     | labels must be a list of 1 to 64",
                "{\"labels\": [\"a\", \"a\"]}                        | labels must differ",
                "{\"labels\": [\"a\", 5]}                            | every label must have a name",
                "{\"labels\": [{\"name\": \"a\", \"threshold\": 2}]} | threshold must be between 0 and 1",
                "{\"labels\": [\"a\"], \"thresholds\": {\"b\": 1}}   | thresholds must name labels of the model",
                "{\"labels\": [\"a\"], \"activation\": \"tanh\"}     | activation must be sigmoid or softmax",
                "{\"labels\": [\"a\"], \"max_length\": 1}            | max_length must be 2 to",
                "{\"labels\": [\"a\"], \"golden\": [{\"scores\": 1}]} | every golden text must have a text",
                "{\"labels\":                                        | is no JSON"
            })
    void mistakesAreTold(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("labels.json")
                .hasMessageContaining(reason);
    }

    @Test
    void missingFileIsTold() {
        assertThatThrownBy(() -> LabelsFile.read(folder.resolve("labels.json")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("labels.json cannot be read");
    }

    private Labels read(String json) throws IOException {
        return LabelsFile.read(Files.writeString(folder.resolve("labels.json"), json));
    }
}
