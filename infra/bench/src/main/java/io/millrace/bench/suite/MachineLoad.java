package io.millrace.bench.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// How much of the machine was idle between two moments, from `/proc/stat`.
public final class MachineLoad {

    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 3;
    private static final int WAITING_FOR_IO = 4;
    private static final int STOLEN = 7;

    private final long[] ticksAtStart;

    private MachineLoad(long[] ticks) {
        this.ticksAtStart = ticks;
    }

    /// Starts to look.
    public static MachineLoad start() {
        return new MachineLoad(read());
    }

    /// Share of the time since the start in which the processors had nothing to do, 0 to 100.
    public double idlePercent() {
        long[] now = read();
        return percent(now, IDLE) + percent(now, WAITING_FOR_IO);
    }

    /// Share of the time since the start that a hypervisor gave to others, 0 to 100.
    public double stolenPercent() {
        return percent(read(), STOLEN);
    }

    private double percent(long[] now, int field) {
        long all = Arrays.stream(now).sum() - Arrays.stream(ticksAtStart).sum();
        return all == 0 ? 0 : 100.0 * (now[field] - ticksAtStart[field]) / all;
    }

    private static long[] read() {
        try (var lines = Files.lines(STAT)) {
            String[] fields = lines.findFirst().orElse("").trim().split("\\s+");
            // The first eight fields; guest time is part of user time already.
            return Arrays.stream(fields)
                    .skip(1)
                    .limit(8)
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the load of the machine cannot be read", e);
        }
    }
}
