package io.millrace.moderation.scorer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.time.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelKeeperTest {

    private static final String LABELS = "{\"version\": \"7\", \"labels\": [\"bad\", \"worse\"]}";

    @TempDir
    Path folder;

    private final ModelSlot slot = new ModelSlot();
    private final List<FakeModel> loaded = new ArrayList<>();
    private final Told told = new Told();
    private ModelKeeper keeper;
    private long modified = 1_000_000;

    @BeforeEach
    void openKeeper() {
        keeper = new ModelKeeper(new ModelFiles(folder), this::load, slot, 4, told, TestClock.create());
    }

    @Test
    void modelThatIsThereAtTheStartIsInUseAtOnce() {
        write("0.5", LABELS);

        keeper.loadFirst();

        assertThat(slot.shown())
                .hasValueSatisfying(
                        model -> assertThat(model.version()).startsWith("7-").hasSize(14));
        assertThat(keeper.health().up()).isTrue();
        assertThat(keeper.health().detail()).contains("7-", "sha256 ", "since 2026-01-01T00:00:00Z");
        assertThat(told.events).containsExactly("replaced");
    }

    @Test
    void missingModelIsToldOnceAndTakenWhenItComes() {
        keeper.loadFirst();
        keeper.look();

        assertThat(keeper.health().detail()).startsWith("no model: model.onnx cannot be found in");
        assertThat(told.events).containsExactly("refused");

        write("0.5", LABELS);
        keeper.look();
        keeper.look();

        assertThat(keeper.health().up()).isTrue();
        assertThat(keeper.reload().up()).isTrue();
    }

    @Test
    void changeIsTakenWhenTheFilesAreStill() {
        write("0.5", LABELS);
        keeper.loadFirst();

        write("0.6", LABELS);
        keeper.look();
        assertThat(loaded).hasSize(1);
        write("0.7", LABELS);
        keeper.look();
        assertThat(loaded).hasSize(1);
        keeper.look();

        assertThat(loaded).hasSize(2);
        assertThat(loaded.getFirst().isClosed()).isTrue();
        assertThat(loaded.getLast().isClosed()).isFalse();
        assertThat(told.events).containsExactly("replaced", "replaced");
    }

    @Test
    void equalContentIsNotLoadedAgain() {
        write("0.5", LABELS);
        keeper.loadFirst();

        write("0.5", LABELS);
        keeper.look();
        keeper.look();
        keeper.look();

        assertThat(loaded).hasSize(1);
    }

    @Test
    void badFilesLeaveTheModelThatIsThere() {
        write("0.5", LABELS);
        keeper.loadFirst();

        change("corrupt", LABELS);
        assertThat(keeper.reload().detail()).contains("cannot be parsed");
        change("nan", LABELS);
        assertThat(keeper.reload().detail()).contains("no numbers");
        change("0.5", "{\"labels\": [\"one\"]}");
        assertThat(keeper.reload().detail()).contains("has 2 scores, labels.json names 1");
        change(
                "0.5",
                "{\"labels\": [\"bad\", \"worse\"], \"golden\": [{\"text\": \"x\", \"scores\": {\"bad\": 0.53}}]}");
        assertThat(keeper.reload().detail()).contains("a golden text has 0.5 for bad, not 0.53");

        assertThat(keeper.health().up()).isTrue();
        assertThat(loaded.getFirst().isClosed()).isFalse();
        assertThat(loaded.stream().skip(1)).allMatch(FakeModel::isClosed);
        assertThat(told.events).containsExactly("replaced", "refused", "refused", "refused", "refused");
    }

    @Test
    void goodFilesThatComeBackClearTheError() {
        write("0.5", LABELS);
        keeper.loadFirst();
        change("corrupt", LABELS);

        change("0.5", LABELS);

        assertThat(keeper.reload().up()).isTrue();
        assertThat(loaded).hasSize(1);
    }

    @Test
    void goldenTextNearEnoughIsTaken() {
        change(
                "0.5",
                "{\"labels\": [\"bad\", \"worse\"], \"golden\": [{\"text\": \"x\", \"scores\": {\"bad\": 0.515}}]}");

        assertThat(keeper.health().up()).isTrue();
    }

    @Test
    void modelThatAnswersOtherwiseThanBeforeIsNoGood() {
        write("0.5", LABELS);
        keeper.loadFirst();
        keeper.examine();
        assertThat(keeper.health().up()).isTrue();

        loaded.getFirst().turn(0.9);
        keeper.examine();

        assertThat(keeper.health().detail()).startsWith("self-test: a golden text has 0.9 for bad");
        assertThat(told.events).containsExactly("replaced", "wrong");
        loaded.getFirst().turn(0.5);
        keeper.examine();
        assertThat(keeper.health().up()).isTrue();
    }

    private void change(String network, String labels) {
        write(network, labels);
        keeper.look();
        keeper.look();
    }

    private TextModel load(ModelFiles files, Labels labels) {
        try {
            String content = Files.readString(files.network());
            FakeModel model = new FakeModel(
                    switch (content) {
                        case "corrupt" -> throw new ModelException("cannot be parsed");
                        case "nan" -> Double.NaN;
                        default -> Double.parseDouble(content);
                    });
            loaded.add(model);
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String network, String labels) {
        try {
            Files.writeString(folder.resolve("model.onnx"), network);
            Files.writeString(folder.resolve("tokenizer.json"), "{}");
            Files.writeString(folder.resolve("labels.json"), labels);
            modified += 1000;
            Files.setLastModifiedTime(folder.resolve("model.onnx"), FileTime.fromMillis(modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Told implements ModelKeeper.Listener {

        private final List<String> events = new ArrayList<>();

        @Override
        public void replaced(LoadedModel model) {
            events.add("replaced");
        }

        @Override
        public void refused() {
            events.add("refused");
        }

        @Override
        public void wrong() {
            events.add("wrong");
        }
    }
}
