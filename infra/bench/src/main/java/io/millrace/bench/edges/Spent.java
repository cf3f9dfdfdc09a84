package io.millrace.bench.edges;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ManagedProcess;
import java.util.List;

/// Processor time of the parts of a cluster, in nanoseconds.
///
/// @param atNanos when it was read, or how long it took
record Spent(long atNanos, long processors, long moderations, long brokers, long edges) {

    /// Since the start of each process.
    static Spent now(Cluster cluster) {
        return new Spent(
                System.nanoTime(),
                sum(cluster.processors()),
                sum(cluster.moderations()),
                sum(cluster.brokers()),
                sum(cluster.edges()));
    }

    Spent minus(Spent earlier) {
        return new Spent(
                atNanos - earlier.atNanos,
                processors - earlier.processors,
                moderations - earlier.moderations,
                brokers - earlier.brokers,
                edges - earlier.edges);
    }

    /// The same rate of spending over another time.
    Spent over(long nanos) {
        double factor = (double) nanos / atNanos;
        return new Spent(
                nanos,
                Math.round(processors * factor),
                Math.round(moderations * factor),
                Math.round(brokers * factor),
                Math.round(edges * factor));
    }

    long total() {
        return processors + moderations + brokers + edges;
    }

    private static long sum(List<ManagedProcess> processes) {
        return processes.stream()
                .mapToLong(process -> process.usage().cpuNanos())
                .sum();
    }
}
