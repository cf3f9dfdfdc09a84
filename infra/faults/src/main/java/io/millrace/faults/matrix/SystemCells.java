package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.fault.Poison;
import io.millrace.faults.fault.RollingRestart;
import io.millrace.faults.fault.Scale;
import io.millrace.faults.fault.SlowReaders;
import io.millrace.faults.matrix.Cell.Judged;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// What hits the whole system: restarts of everything, scale, slow readers and bad records.
final class SystemCells {

    private static final Duration HELD = Duration.ofSeconds(5);
    private static final int SLOW_READERS = 6;

    private SystemCells() {}

    static List<Cell> all() {
        List<Cell> all = new ArrayList<>();
        all.add(rolling(Component.EDGE, Cluster::edges));
        all.add(rolling(Component.PROCESSOR, Cluster::processors));
        all.add(rolling(Component.MODERATION, Cluster::moderations));
        all.add(rolling(Component.BROKER, Cluster::brokers));
        all.add(rolling(Component.SYSTEM, SystemCells::everything));
        all.add(scale(Component.EDGE).proxied());
        all.add(scale(Component.PROCESSOR).with(spec -> spec.withProcessors(3)));
        all.add(scale(Component.MODERATION).with(spec -> spec.withModerations(3)));
        all.add(Cell.of(
                "slow-readers",
                Component.EDGE,
                HELD,
                Judged.FROM_INJECTION,
                stage -> new SlowReaders(
                        stage.cluster().addresses(),
                        "chat:slow-" + stage.random().nextLong(),
                        SLOW_READERS)));
        Topics.all().stream().map(SystemCells::poison).forEach(all::add);
        return all;
    }

    private static Cell rolling(Component component, Function<Cluster, List<ManagedProcess>> parts) {
        return Cell.of(
                "rolling-restart",
                component,
                HELD,
                Judged.FROM_INJECTION,
                stage -> new RollingRestart("rolling restart", parts.apply(stage.cluster())));
    }

    private static List<ManagedProcess> everything(Cluster cluster) {
        return Stream.of(cluster.edges(), cluster.processors(), cluster.moderations(), cluster.brokers())
                .flatMap(List::stream)
                .toList();
    }

    /// From one instance to three and back. Clients of the first edge are sent away, or the new ones had none.
    private static Cell scale(Component component) {
        return Cell.of("scale", component, HELD, Judged.FROM_INJECTION, stage -> {
            List<ManagedProcess> all = component.in(stage.cluster());
            return new Scale(
                    "scale 1-3-1",
                    all.subList(1, all.size()),
                    () -> stage.proxies().stream().limit(1).forEach(proxy -> proxy.reset()));
        });
    }

    private static Cell poison(Topic<?> topic) {
        return Cell.of(
                "poison-" + topic.name(),
                Component.SYSTEM,
                HELD,
                Judged.FROM_INJECTION,
                stage -> new Poison(stage.cluster().bootstrapServers(), topic));
    }
}
