package io.millrace.bench.idle;

import io.millrace.bench.fanout.EdgeJvm;
import io.millrace.bench.fanout.Members;
import io.millrace.bench.fanout.ServerProcess;
import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.Result.Baseline;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import io.millrace.cluster.ProcessUsage;
import io.millrace.load.socket.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Resident memory and processor time of idle connections, beside those of a stock Helidon, and very many of
/// them.
@Command(name = "idle", description = "memory and processor time of idle connections, and 100,000 of them")
public final class IdleBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final double MOST_KILOBYTES = 16;
    private static final int GARBAGE_SECONDS = 3;

    /// What the documentation recommends for an edge; the stock server gets the same.
    private static final List<String> JVM = EdgeJvm.OPTIONS;

    @Option(names = "--connections", description = "on one edge (default: 15,000, quick: 3,000)")
    private int connections;

    @Option(names = "--seconds", description = "of rest that are measured (default: 30, quick: 4)")
    private int seconds;

    @Option(names = "--crowd", description = "connections on six edges (default: 100,000, quick: 0 for none)")
    private int crowd = -1;

    /// What a server spent.
    ///
    /// @param each kilobytes for each further connection
    /// @param whole kilobytes of the process for each of its connections
    /// @param micros of processor time in a second for each connection
    private record Cost(double each, double whole, double micros) {}

    @Override
    public String question() {
        return "what does a connection cost while nothing happens?";
    }

    @Override
    public void run(Bench bench) throws Exception {
        connections = connections > 0 ? connections : bench.choose(3_000, 15_000);
        seconds = seconds > 0 ? seconds : bench.choose(4, 30);
        crowd = crowd >= 0 ? crowd : bench.choose(0, 100_000);
        bench.say("%d connections; memory after a garbage collection, JVM options %s", connections, JVM);
        Cost stock = stock(bench);
        Cost own = edge(bench);
        bench.ratio("memory for each further connection", own.each(), "KB", new Baseline("Helidon", stock.each()), 0.5);
        bench.result("memory for each further connection", own.each(), "KB", MOST_KILOBYTES);
        bench.ratio("whole process by its connections", own.whole(), "KB", new Baseline("Helidon", stock.whole()));
        bench.result("whole process by its connections", own.whole(), "KB", MOST_KILOBYTES);
        bench.result("processor time for each connection, pings on", own.micros(), "us/s");
        if (crowd > 0) {
            new CrowdOfIdle(bench, crowd, JVM).run();
        }
    }

    private Cost stock(Bench bench) throws Exception {
        int port = ServerProcess.freePort();
        List<String> command = ServerProcess.java(StockServer.class, JVM, Integer.toString(port));
        try (ServerProcess server =
                ServerProcess.start(command, Files.createTempDirectory(bench.folder(), "stock"), port)) {
            Target target = Target.of(URI.create("ws://127.0.0.1:" + port + "/"));
            String text = "x".repeat(100);
            return measure(
                    bench,
                    "stock Helidon",
                    () -> new ProcessUsage(server.cpuNanos(), server.residentBytes(), 0, 0),
                    server.pid(),
                    (count, _) -> {
                        Members opened = Members.open(target, count, PATIENCE, _ -> socket -> socket.sendText(text));
                        if (!opened.await(() -> opened.answers() >= count, PATIENCE)) {
                            throw new IOException("stock Helidon does not answer");
                        }
                        return opened;
                    });
        }
    }

    private Cost edge(Bench bench) throws Exception {
        Cluster cluster = bench.cluster(spec());
        ManagedProcess edge = cluster.edges().getFirst();
        URI address = cluster.addresses().getFirst();
        return measure(
                bench, "edge-gateway", edge::usage, edge.pid(), (count, word) -> Holder.open(address, count, word));
    }

    /// Rooms without presence, so that coming and going is no traffic.
    static ClusterSpec spec() {
        return ClusterSpec.standard()
                .withJavaOptions("edge", JVM)
                .withSetting("namespaces.idle.subscribe", "anyone")
                .withSetting("namespaces.idle.history-size", "100");
    }

    /// Opens connections.
    private interface Opener {
        Members open(int count, String word) throws IOException;
    }

    /// Two points make a line: what the process needs by itself, which is more after its first connections, is
    /// not counted for them.
    private Cost measure(Bench bench, String name, Supplier<ProcessUsage> usage, long pid, Opener opener)
            throws Exception {
        int first = connections / 3;
        try (Members _ = opener.open(first, "a")) {
            rest(usage, pid, seconds);
            long few = usage.get().residentBytes();
            try (Members more = opener.open(connections - first, "b")) {
                double micros = rest(usage, pid, seconds) / connections;
                long many = usage.get().residentBytes();
                Cost cost =
                        new Cost((many - few) / 1024.0 / (connections - first), many / 1024.0 / connections, micros);
                bench.say(
                        "%-14s %.1f KB for each further connection, %.0f MB in all, %.2f us/s each%s",
                        name,
                        cost.each(),
                        many / 1e6,
                        cost.micros(),
                        more.ended() == 0 ? "" : ", " + more.ended() + " lost");
                return cost;
            }
        }
    }

    /// Lets the server rest and collect its garbage.
    ///
    /// @return microseconds of processor time in a second while it rested
    private static double rest(Supplier<ProcessUsage> usage, long pid, int seconds)
            throws IOException, InterruptedException {
        long before = usage.get().cpuNanos();
        TimeUnit.SECONDS.sleep(seconds);
        double micros = (usage.get().cpuNanos() - before) / 1e3 / seconds;
        collectGarbage(pid);
        return micros;
    }

    private static void collectGarbage(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var _ = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        TimeUnit.SECONDS.sleep(GARBAGE_SECONDS);
    }
}
