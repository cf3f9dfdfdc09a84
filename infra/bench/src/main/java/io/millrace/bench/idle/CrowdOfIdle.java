package io.millrace.bench.idle;

import io.millrace.bench.latency.ChatPath;
import io.millrace.bench.latency.Latencies;
import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Result.Baseline;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ManagedProcess;
import io.millrace.cluster.ProcessUsage;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Very many idle connections on six edges, with a chat among them.
final class CrowdOfIdle {

    private static final int EDGES = 6;
    private static final int ROOMS = 10;
    private static final int MEMBERS = 10;
    private static final int RATE = 100;
    private static final int SECONDS = 30;
    private static final int BYTES = 230;

    private final Bench bench;
    private final int connections;
    private final List<String> jvm;

    /// @param jvm options of the edges
    CrowdOfIdle(Bench bench, int connections, List<String> jvm) {
        this.bench = bench;
        this.connections = connections;
        this.jvm = jvm;
    }

    void run() throws Exception {
        Cluster cluster = bench.cluster(IdleBenchmark.spec().withEdges(EDGES).withJavaOptions("edge", jvm));
        List<Held> holders = new ArrayList<>();
        try (ChatPath chat = new ChatPath(cluster.addresses(), ROOMS, MEMBERS, BYTES)) {
            chat.run(RATE * SECONDS, RATE);
            Latencies alone = chat.run(RATE * SECONDS, RATE);
            bench.say("%s", alone.row("chat alone"));
            long before = memory(cluster);
            long started = System.nanoTime();
            for (URI edge : cluster.addresses()) {
                holders.add(Held.start(edge, connections / EDGES, "crowd-" + holders.size()));
            }
            for (Held holder : holders) {
                holder.awaitOpen();
            }
            bench.result("time to open " + connections + " connections", (System.nanoTime() - started) / 1e9, "s");
            Latencies among = chat.run(RATE * SECONDS, RATE);
            bench.say("%s", among.row("chat among them"));
            report(alone, among, memory(cluster) - before);
            bench.result("connections lost", released(holders), "connections", 0);
        } finally {
            holders.forEach(Held::close);
        }
    }

    private void report(Latencies alone, Latencies among, long memory) {
        String metric = "P99 of the chat among " + connections;
        bench.ratio(metric, among.millis(99), "ms", new Baseline("without them", alone.millis(99)));
        bench.result("memory of the edges for each of " + connections, memory / 1024.0 / connections, "KB");
    }

    private static double released(List<Held> holders) throws IOException {
        double lost = 0;
        for (Held holder : holders) {
            lost += holder.release();
        }
        return lost;
    }

    private static long memory(Cluster cluster) {
        return cluster.edges().stream()
                .map(ManagedProcess::usage)
                .mapToLong(ProcessUsage::residentBytes)
                .sum();
    }
}
