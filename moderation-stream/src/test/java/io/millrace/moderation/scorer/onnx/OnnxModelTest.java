package io.millrace.moderation.scorer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.modelkit.GeneratedModel;
import io.millrace.modelkit.Shape;
import io.millrace.moderation.scorer.model.Deadlines;
import io.millrace.moderation.scorer.model.LabelsFile;
import io.millrace.moderation.scorer.model.ModelException;
import io.millrace.moderation.scorer.model.ModelFiles;
import io.millrace.moderation.scorer.model.StopSignal;
import io.millrace.moderation.scorer.model.TextModel;
import io.millrace.testkit.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {

    private static final OnnxLoader LOADER = OnnxLoader.open(TestRun.newFolder("natives"), 64);
    private static final GeneratedModel TINY = GeneratedModel.of(Shape.TINY);
    private static final List<String> TEXTS = List.of(
            "hello you",
            "a much longer text, with more than a few words in it",
            "",
            "idiot",
            "добрый день 👋 \0 \uD800");

    @TempDir
    Path folder;

    @Test
    void scoresAreBetweenNothingAndOneForEachLabel() {
        try (TextModel model = load(TINY)) {
            double[][] scores = model.score(TEXTS, new StopSignal());

            assertThat(scores.length).isEqualTo(TEXTS.size());
            assertThat(List.of(scores)).allSatisfy(row -> assertThat(row).hasSize(5));
            assertThat(Arrays.stream(scores).flatMapToDouble(Arrays::stream)).allMatch(score -> score > 0 && score < 1);
            assertThat(scores[0]).isNotEqualTo(scores[3]);
        }
    }

    @Test
    void textIsScoredTheSameAloneAndBesideLongerOnes() {
        try (TextModel model = load(TINY)) {
            double[][] together = model.score(TEXTS, new StopSignal());

            for (int i = 0; i < TEXTS.size(); i++) {
                double[] alone = model.score(List.of(TEXTS.get(i)), new StopSignal())[0];
                assertThat(together[i]).containsExactly(alone, within(1e-4));
            }
        }
    }

    @Test
    void whatIsBeyondTheLastTokenDoesNotCount() {
        String head = "hello ".repeat(62);
        try (TextModel model = load(TINY)) {
            double[][] scores = model.score(List.of(head, head + "you idiot"), new StopSignal());

            assertThat(scores[1]).containsExactly(scores[0], within(1e-4));
        }
    }

    @Test
    void modelWithTokenTypesAndSoftmaxIsTaken() {
        try (TextModel model = load(TINY.withTokenTypes().withSoftmax().withLabels("ok", "bad"))) {
            double[] scores = model.score(List.of("hello"), new StopSignal())[0];

            assertThat(scores).hasSize(2);
            assertThat(scores[0] + scores[1]).isEqualTo(1, within(1e-9));
        }
    }

    @Test
    void brokenWeightsAnswerNotANumber() {
        try (TextModel model = load(TINY.withNaN())) {
            assertThat(model.score(List.of("hello"), new StopSignal())[0]).containsOnly(Double.NaN);
        }
    }

    @Test
    void runThatIsToldToStopEndsEarlyAndTheModelGoesOn() {
        // A second of work and more.
        Shape slow = new Shape(8, 256, 4, 200, 512);
        OnnxLoader loader = OnnxLoader.open(TestRun.newFolder("natives"), 512);
        List<String> batch = Collections.nCopies(16, "hello ".repeat(600));
        ModelFiles files = new ModelFiles(GeneratedModel.of(slow).write(folder));
        try (Deadlines deadlines = new Deadlines();
                TextModel model = loader.load(files, LabelsFile.read(files.labels()))) {
            StopSignal stop = new StopSignal();
            var _ = deadlines.give(stop, Duration.ofMillis(50));

            assertThatThrownBy(() -> model.score(batch, stop))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("stopped");

            assertThat(model.score(List.of("hello"), new StopSignal())[0]).hasSize(5);
        }
    }

    @Test
    void signalGivenBeforeTheRunEndsItAtOnce() {
        try (TextModel model = load(TINY)) {
            StopSignal stop = new StopSignal();
            stop.give();

            assertThatThrownBy(() -> model.score(TEXTS, stop)).hasMessage("stopped");
        }
    }

    @Test
    void damagedFilesAreRefusedWithTheirName() throws IOException {
        Path network = TINY.write(folder).resolve("model.onnx");
        byte[] bytes = Files.readAllBytes(network);

        Files.write(network, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused("model.onnx cannot be loaded");
        Files.write(network, new byte[0]);
        assertRefused("model.onnx cannot be loaded");
        Files.writeString(network, "no network at all");
        assertRefused("model.onnx cannot be loaded");
        Files.write(network, bytes);
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\":");
        assertRefused("tokenizer.json cannot be used");
        Files.writeString(folder.resolve("labels.json"), "{\"labels\": [\"one\", \"two\"]}");
        assertRefused("as many as labels.json has names");
    }

    @Test
    void onlyTheTestedLineOfTheLibraryIsTaken() {
        NativeRuntime.require("1.28.0");

        assertThatThrownBy(() -> NativeRuntime.require("1.29.0")).hasMessageContaining("1.29.0 was not tested");
    }

    @Test
    void tokenizersAreToldToStayOffline() {
        try (TextModel model = load(TINY)) {
            assertThat(model.score(List.of("hello"), new StopSignal()).length).isEqualTo(1);
        }

        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("OPT_OUT_TRACKING").toLowerCase(Locale.ROOT))
                .isEqualTo("true");
    }

    private void assertRefused(String reason) {
        ModelFiles files = new ModelFiles(folder);
        assertThatThrownBy(() -> LOADER.load(files, LabelsFile.read(files.labels())))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(reason);
    }

    private TextModel load(GeneratedModel model) {
        ModelFiles files = new ModelFiles(model.write(folder));
        return LOADER.load(files, LabelsFile.read(files.labels()));
    }
}
