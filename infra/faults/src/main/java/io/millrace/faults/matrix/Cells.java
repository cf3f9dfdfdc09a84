package io.millrace.faults.matrix;

import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.fault.Fault;
import io.millrace.faults.fault.Kill;
import io.millrace.faults.fault.Pause;
import io.millrace.faults.fault.Together;
import io.millrace.faults.matrix.Cell.Judged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The catalogue of cells.
final class Cells {

    /// Long enough for the survivors to take over, and to work a while.
    private static final Duration DEAD = Duration.ofSeconds(9);

    private static final List<Component> PROCESSES = List.of(
            Component.EDGE,
            Component.PROCESSOR,
            Component.MODERATION,
            Component.BROKER,
            Component.POSTGRES,
            Component.REGISTRY);

    private Cells() {}

    /// Each component killed once.
    static List<Cell> quick() {
        return PROCESSES.stream().map(Cells::kill).toList();
    }

    /// Each process killed, and paused for a shorter and a longer time.
    static List<Cell> single() {
        List<Cell> all = new ArrayList<>(quick());
        PROCESSES.forEach(component -> all.add(pause(component, Duration.ofSeconds(5))));
        PROCESSES.forEach(component -> all.add(pause(component, Duration.ofSeconds(30))));
        all.add(killMajority());
        return all;
    }

    /// Everything.
    static List<Cell> full() {
        List<Cell> all = new ArrayList<>(single());
        all.addAll(NetworkCells.all());
        all.addAll(PartCells.all());
        all.addAll(ScorerCells.all());
        all.addAll(DeskCells.all());
        all.addAll(SystemCells.all());
        return all;
    }

    /// The cell with a name.
    static Optional<Cell> named(String name) {
        return full().stream().filter(cell -> cell.name().equals(name)).findFirst();
    }

    private static Cell kill(Component component) {
        return Cell.of("kill", component, DEAD, Judged.FROM_INJECTION, stage -> new Kill(component.pick(stage)));
    }

    private static Cell pause(Component component, Duration held) {
        return Cell.of(
                "pause-" + held.toSeconds(),
                component,
                held,
                Judged.FROM_HEALING,
                stage -> new Pause(component.pick(stage)));
    }

    private static Cell killMajority() {
        return Cell.of("kill", Component.MAJORITY, DEAD, Judged.FROM_HEALING, stage -> {
            List<Fault> kills = new ArrayList<>();
            for (ManagedProcess broker : stage.cluster().brokers()) {
                kills.add(new Kill(broker));
            }
            kills.remove(stage.random().nextInt(kills.size()));
            return new Together("kill two of three brokers", kills);
        });
    }
}
