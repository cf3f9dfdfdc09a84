package io.millrace.moderation.scorer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.modelkit.GeneratedModel;
import io.millrace.modelkit.Shape;
import io.millrace.moderation.scorer.model.Deadlines;
import io.millrace.moderation.scorer.model.LoadedModel;
import io.millrace.moderation.scorer.model.ModelFiles;
import io.millrace.moderation.scorer.model.ModelKeeper;
import io.millrace.moderation.scorer.model.ModelSlot;
import io.millrace.moderation.scorer.model.Row;
import io.millrace.moderation.scorer.model.Scoring;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.time.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadUnderLoadTest {

    private static final int SWAPS = 40;
    private static final int THREADS = 4;

    @TempDir
    Path folder;

    @Test
    void noRequestFailsWhileModelsAreSwapped() {
        Told told = new Told();
        AtomicBoolean enough = new AtomicBoolean();
        try (Deadlines deadlines = new Deadlines();
                ModelSlot slot = new ModelSlot()) {
            Scoring scoring = new Scoring(slot, deadlines, Duration.ofSeconds(30), System::nanoTime);
            ModelKeeper keeper = new ModelKeeper(
                    new ModelFiles(folder),
                    OnnxLoader.open(TestRun.newFolder("natives"), 64),
                    slot,
                    2,
                    told,
                    TestClock.create());
            GeneratedModel.of(Shape.TINY).write(folder);
            keeper.loadFirst();
            List<CompletableFuture<Load>> loads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                loads.add(CompletableFuture.supplyAsync(
                        () -> load(scoring, enough), work -> Threads.start("load", work)));
            }

            for (int i = 2; i <= SWAPS + 1; i++) {
                GeneratedModel.of(Shape.TINY).withSeed(i).write(folder);
                keeper.look();
                keeper.look();
            }
            enough.set(true);

            Set<String> versions = new HashSet<>();
            for (CompletableFuture<Load> load : loads) {
                assertThat(load.join().missing).isZero();
                assertThat(load.join().runs).isPositive();
                versions.addAll(load.join().versions);
            }
            assertThat(versions).hasSizeGreaterThan(SWAPS / 2);
        }
        assertThat(told.replaced).isEqualTo(SWAPS + 1);
        assertThat(told.refused).isZero();
    }

    private static Load load(Scoring scoring, AtomicBoolean enough) {
        Load load = new Load();
        while (!enough.get()) {
            Scoring.Result result = scoring.score(List.of("hello you", "idiot"));
            load.runs++;
            load.versions.add(result.model());
            load.missing +=
                    result.rows().stream().filter(Row.Missing.class::isInstance).count();
        }
        return load;
    }

    private static final class Load {

        private final Set<String> versions = new HashSet<>();
        private int runs;
        private long missing;
    }

    private static final class Told implements ModelKeeper.Listener {

        private int replaced;
        private int refused;

        @Override
        public void replaced(LoadedModel model) {
            replaced++;
        }

        @Override
        public void refused() {
            refused++;
        }

        @Override
        public void wrong() {}
    }
}
