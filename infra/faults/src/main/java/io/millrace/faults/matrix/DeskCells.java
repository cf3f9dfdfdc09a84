package io.millrace.faults.matrix;

import io.millrace.cluster.ClusterSpec;
import io.millrace.faults.fault.Fault;
import io.millrace.faults.fault.Kill;
import io.millrace.faults.fault.Pause;
import io.millrace.faults.matrix.Cell.Judged;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// One of two moderation desks, while every publication becomes an item for the moderators.
final class DeskCells {

    private static final Duration HELD = Duration.ofSeconds(9);
    private static final Duration PAUSED = Duration.ofSeconds(5);

    private DeskCells() {}

    static List<Cell> all() {
        return List.of(
                cell("kill", HELD, stage -> new Kill(Component.DESK.pick(stage))),
                cell("pause-5", PAUSED, stage -> new Pause(Component.DESK.pick(stage))));
    }

    private static Cell cell(String fault, Duration held, Function<Stage, Fault> make) {
        return Cell.of(fault, Component.DESK, held, Judged.FROM_INJECTION, make).with(DeskCells::watched);
    }

    /// A score of the shipped model is always above 0.
    private static ClusterSpec watched(ClusterSpec spec) {
        return spec.withDesks(2)
                .withSetting("moderation.model.flag.insult", "0")
                .withSetting("moderation.review.flagged", "true");
    }
}
