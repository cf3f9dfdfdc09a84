package io.millrace.load.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Watches the machine during a run. On systems without `/proc` some of it stays unknown. Not thread-safe.
public final class Machine {

    private static final Pattern AMOUNT = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int FIRST_COUNTED_TWICE = 8;

    private final String commandLine;
    private final double loadBefore = loadAverage();
    private long[] before = ticks();
    private long[] after = before;

    /// @param commandLine options as they were given
    public Machine(String commandLine) {
        this.commandLine = commandLine;
    }

    /// Load goes on.
    public void loadBegins() {
        before = ticks();
        after = before;
    }

    /// Load goes off.
    public void loadEnds() {
        after = ticks();
    }

    /// Everything about the machine and the time between the two calls above.
    public Environment environment() {
        return new Environment(
                Runtime.getRuntime().availableProcessors(),
                cpuModel(),
                memory(),
                loadBefore,
                loadAverage(),
                idleShare(before, after),
                System.getProperty("java.vm.name") + ' ' + Runtime.version(),
                System.getProperty("os.name")
                        + ' '
                        + System.getProperty("os.version")
                        + ' '
                        + System.getProperty("os.arch"),
                commandLine);
    }

    /// @param before clock ticks of the first line of `/proc/stat`, by kind
    static double idleShare(long[] before, long[] after) {
        if (before.length <= WAITING || after.length != before.length) {
            return Double.NaN;
        }
        long all = 0;
        // What guests take is in the user's time already.
        for (int kind = 0; kind < Math.min(before.length, FIRST_COUNTED_TWICE); kind++) {
            all += after[kind] - before[kind];
        }
        long idle = after[IDLE] - before[IDLE] + after[WAITING] - before[WAITING];
        return all <= 0 ? Double.NaN : (double) idle / all;
    }

    private static long[] ticks() {
        return lines("/proc/stat").stream()
                .findFirst()
                .filter(line -> line.startsWith("cpu "))
                .map(line -> Arrays.stream(line.substring(4).strip().split("\\s+", -1))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .orElse(new long[0]);
    }

    private static String cpuModel() {
        return lines("/proc/cpuinfo").stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }

    private static long memory() {
        Optional<Matcher> total = lines("/proc/meminfo").stream()
                .map(AMOUNT::matcher)
                .filter(Matcher::matches)
                .findFirst();
        return total.map(amount -> Long.parseLong(amount.group(1)) << 10).orElse(-1L);
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
