package io.millrace.faults.matrix;

import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.SampleModel;
import io.millrace.faults.fault.CorruptFile;
import io.millrace.faults.fault.Fault;
import io.millrace.faults.fault.Kill;
import io.millrace.faults.fault.Pause;
import io.millrace.faults.fault.Together;
import io.millrace.faults.matrix.Cell.Judged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The process of the larger model, where every message waits for it for a moment.
final class ScorerCells {

    private static final Duration HELD = Duration.ofSeconds(9);
    private static final Duration PAUSED = Duration.ofSeconds(5);
    private static final String NETWORK = "model.onnx";

    private ScorerCells() {}

    static List<Cell> all() {
        return List.of(
                cell("kill", HELD, stage -> new Kill(Component.SCORER.pick(stage))),
                cell("pause-5", PAUSED, stage -> new Pause(Component.SCORER.pick(stage))),
                cell("corrupt-model", HELD, _ -> corrupt()),
                // In this order: what is started again finds the file mended.
                cell(
                        "kill-and-corrupt-model",
                        HELD,
                        stage -> new Together(
                                "kill the scorer and damage its model",
                                List.of(new Kill(Component.SCORER.pick(stage)), corrupt()))));
    }

    private static Cell cell(String fault, Duration held, Function<Stage, Fault> make) {
        return Cell.of(fault, Component.SCORER, held, Judged.FROM_INJECTION, make)
                .with(ScorerCells::held);
    }

    private static Fault corrupt() {
        return new CorruptFile(model().resolve(NETWORK));
    }

    /// One for this process, so that all cells here have the same cluster.
    private static Path model() {
        return Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("millrace-model-" + ProcessHandle.current().pid());
    }

    /// What was registered last goes first.
    private static void deletedAtTheEnd() {
        model().toFile().deleteOnExit();
        try (Stream<Path> files = Files.list(model())) {
            files.forEach(file -> file.toFile().deleteOnExit());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClusterSpec held(ClusterSpec spec) {
        if (!Files.exists(model().resolve(NETWORK))) {
            SampleModel.write(model());
            deletedAtTheEnd();
        }
        return spec.withScorers(1)
                .withSetting("moderation.scorer.model", model().toString())
                .withSetting("moderation.scorer.reload-interval", "500ms")
                .withSetting("moderation.scorer.mode", "hold")
                .withSetting("moderation.scorer.deadline", "500ms")
                .withSetting("moderation.scorer.on-model-down", "open");
    }
}
