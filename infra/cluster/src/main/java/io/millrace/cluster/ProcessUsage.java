package io.millrace.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a process has used, with its children, as Linux counts it; all zero when it does not run.
///
/// @param cpuNanos processor time since its start, user and system, in steps of ten milliseconds
/// @param residentBytes memory it holds now; what children share with it is counted for each
/// @param threads that it has now
/// @param openFiles sockets included, that it has open now
public record ProcessUsage(long cpuNanos, long residentBytes, int threads, int openFiles) {

    private static final ProcessUsage NONE = new ProcessUsage(0, 0, 0, 0);
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final long BYTES_PER_KILOBYTE = 1_024;

    /// Fields of `/proc/PID/stat` behind the name of the command, which is in brackets and may hold spaces.
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    /// Reads the counters of a process and of all that descend from it.
    static ProcessUsage of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> read(Path.of("/proc", Long.toString(each.pid()))))
                .reduce(NONE, ProcessUsage::plus);
    }

    /// Counters of a process that does not run.
    static ProcessUsage none() {
        return NONE;
    }

    private static ProcessUsage read(Path folder) {
        try (Stream<Path> files = Files.list(folder.resolve("fd"))) {
            String stat = Files.readString(folder.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            List<String> status = Files.readAllLines(folder.resolve("status"));
            return new ProcessUsage(
                    (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * NANOS_PER_TICK,
                    number(status, "VmRSS:") * BYTES_PER_KILOBYTE,
                    Math.toIntExact(number(status, "Threads:")),
                    Math.toIntExact(files.count()));
        } catch (IOException ended) {
            return NONE;
        }
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(
                        line.substring(name.length()).replace("kB", "").strip()))
                .findFirst()
                .orElse(0);
    }

    private ProcessUsage plus(ProcessUsage other) {
        return new ProcessUsage(
                cpuNanos + other.cpuNanos,
                residentBytes + other.residentBytes,
                threads + other.threads,
                openFiles + other.openFiles);
    }
}
