package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.fault.ClockStep;
import io.millrace.faults.fault.Fsync;
import io.millrace.faults.fault.FullDisk;
import io.millrace.faults.fault.Supervised;
import io.millrace.faults.matrix.Cell.Judged;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Disks and clocks of single parts.
final class PartCells {

    private static final Duration HELD = Duration.ofSeconds(9);
    private static final Duration FORCE = Duration.ofMillis(50);
    private static final Duration STEP = Duration.ofSeconds(90);

    /// Longer than any timeout between our parts.
    private static final Duration STEPPED = Duration.ofSeconds(15);

    private static final int MEGABYTES = 256;

    private PartCells() {}

    static List<Cell> all() {
        List<Cell> all = new ArrayList<>();
        for (Component component : List.of(Component.BROKER, Component.POSTGRES, Component.PROCESSOR)) {
            all.add(fsync("slow-fsync", component, (name, pid) -> Fsync.slow(name, pid, FORCE)));
            all.add(fsync("failing-fsync", component, Fsync::failing));
        }
        Stream.of(Component.BROKER, Component.POSTGRES, Component.PROCESSOR, Component.MODERATION)
                .map(PartCells::fullDisk)
                .forEach(all::add);
        Stream.of(Component.EDGE, Component.PROCESSOR, Component.MODERATION, Component.BROKER)
                .flatMap(component -> Stream.of(clock(component, STEP), clock(component, STEP.negated())))
                .forEach(all::add);
        return all;
    }

    private interface FsyncOf {

        Fsync of(String target, LongSupplier pid);
    }

    private static Cell fsync(String fault, Component component, FsyncOf make) {
        return Cell.of(fault, component, HELD, Judged.FROM_INJECTION, stage -> {
            ManagedProcess part = component.pick(stage);
            return new Supervised(make.of(part.name(), part::pid), part);
        });
    }

    /// The disk is gone afterwards, so the cluster is this cell's own.
    private static Cell fullDisk(Component component) {
        return Cell.of("full-disk", component, HELD, Judged.FROM_INJECTION, stage -> {
                    ManagedProcess part = component.pick(stage);
                    return new FullDisk(part, data(part, component, stage.cluster()), MEGABYTES);
                })
                .with(spec -> spec.withEnvironment("edge", "FAULT_CELL", "full-disk " + component.label()));
    }

    private static Path data(ManagedProcess part, Component component, Cluster cluster) {
        Path own = cluster.folder().resolve(part.name());
        return switch (component) {
            case BROKER -> own.resolve("data");
            case PROCESSOR, MODERATION -> own.resolve("streams");
            case EDGE, SCORER, DESK, MAJORITY, POSTGRES, REGISTRY, NETWORK, SYSTEM -> own;
        };
    }

    /// The first of its kind is started with a clock that a file moves.
    private static Cell clock(Component component, Duration step) {
        String fault = "clock" + (step.isNegative() ? "-" : "+") + step.abs().toSeconds();
        String part = component.label() + "-1";
        Path file = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("millrace-clock-" + ProcessHandle.current().pid() + '-' + part + step.toSeconds());
        return Cell.of(fault, component, STEPPED, Judged.FROM_INJECTION, stage -> {
                    ClockStep jump = new ClockStep(part, file, step);
                    return new Supervised(jump, named(part, component.in(stage.cluster())));
                })
                .with(spec -> faked(spec, part, file));
    }

    private static ManagedProcess named(String name, List<ManagedProcess> parts) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ClusterSpec faked(ClusterSpec spec, String part, Path file) {
        if (ClockStep.missing().isPresent()) {
            return spec;
        }
        file.toFile().deleteOnExit();
        ClusterSpec faked = spec;
        for (Map.Entry<String, String> variable : ClockStep.environment(file).entrySet()) {
            faked = faked.withEnvironment(part, variable.getKey(), variable.getValue());
        }
        return faked;
    }
}
