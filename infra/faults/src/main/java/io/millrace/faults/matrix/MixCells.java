package io.millrace.faults.matrix;

import io.millrace.faults.fault.Fault;
import io.millrace.faults.fault.RandomMix;
import io.millrace.faults.matrix.Cell.Judged;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Many faults by chance.
final class MixCells {

    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(8);

    /// Faults that need no cluster of their own and end by themselves.
    private static final List<String> CHOICE = List.of(
            "kill",
            "pause-5",
            "cut",
            "cut-requests",
            "slow-fsync",
            "storm",
            "slow",
            "stalled",
            "half-open-to",
            "half-open-from",
            "refused");

    /// Each is there for several processes.
    private static final int EACH = 3;

    private MixCells() {}

    /// @param length of the mix
    /// @param log hears what happens
    static Cell mix(Duration length, Consumer<String> log) {
        return Cell.of("mix", Component.SYSTEM, LEAST, Judged.FROM_HEALING, stage -> {
                    long seed = stage.random().nextLong();
                    List<Fault> faults = Stream.of(Cells.single(), NetworkCells.all(), PartCells.all())
                            .flatMap(List::stream)
                            .filter(cell -> CHOICE.contains(cell.fault()))
                            .flatMap(cell -> Stream.generate(() -> cell.make().apply(stage))
                                    .limit(EACH))
                            .toList();
                    return new RandomMix(faults, seed, new RandomMix.Pace(length, LEAST, MOST), log);
                })
                .proxied();
    }
}
