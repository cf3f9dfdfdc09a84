package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.harness.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The most memory that each process has held, looked at every second. Thread-safe.
final class MemoryWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final Map<String, Long> most = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopped;

    private MemoryWatch(Cluster cluster) {
        this.cluster = cluster;
        this.thread = Thread.ofVirtual().name("memory-watch").start(this::watch);
    }

    static MemoryWatch start(Cluster cluster) {
        return new MemoryWatch(cluster);
    }

    /// Resident bytes by process, the most that was seen of each.
    Map<String, Long> most() {
        return Map.copyOf(most);
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }

    private void watch() {
        while (!stopped) {
            for (ManagedProcess process : cluster.all()) {
                most.merge(process.name(), process.usage().residentBytes(), Math::max);
            }
            Waiting.pass(EVERY);
        }
    }
}
