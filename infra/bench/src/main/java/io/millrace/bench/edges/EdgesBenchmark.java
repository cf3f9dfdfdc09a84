package io.millrace.bench.edges;

import io.millrace.bench.archive.ArchiveLag;
import io.millrace.bench.crowd.Crowd;
import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.Result.Baseline;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import io.millrace.load.scenario.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The same chat on more and more edges: every room lives on two of them, so nothing should cost more.
@Command(name = "edges", description = "CPU for each message as edges grow in number")
public final class EdgesBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double WANTED = 1.15;

    @Option(names = "--edges", split = ",", description = "numbers of edges (default: 1,2,4,8; quick: 2,4)")
    private List<Integer> counts = List.of();

    @Option(names = "--rate", defaultValue = "200", description = "messages a second (default: 200)")
    private int rate = 200;

    @Option(names = "--rooms", defaultValue = "40", description = "rooms (default: 40)")
    private int rooms = 40;

    @Option(names = "--members", defaultValue = "10", description = "members of each room (default: 10)")
    private int members = 10;

    @Option(names = "--seconds", description = "length of each measurement (default: 20, quick: 4)")
    private int seconds;

    @Option(names = "--warm-up", description = "seconds of chat before each (default: 30, quick: 5)")
    private int warmUp;

    private @Nullable Baseline two;

    @Override
    public String question() {
        return "does a message cost the same on 8 edges as on 2?";
    }

    @Override
    public void run(Bench bench) throws Exception {
        counts = counts.isEmpty() ? (bench.quick() ? List.of(2, 4) : List.of(1, 2, 4, 8)) : counts;
        seconds = seconds > 0 ? seconds : bench.choose(4, 20);
        warmUp = warmUp > 0 ? warmUp : bench.choose(5, 30);
        Cluster cluster = bench.cluster(ClusterSpec.standard().withEdges(1));
        bench.say("%d rooms of %d on two edges each, %d messages/s", rooms, members, rate);
        List<ManagedProcess> added = new ArrayList<>();
        try {
            for (int count : counts) {
                while (cluster.edges().size() < count) {
                    // One after the other: on a busy machine two that start at once may want the same inbox.
                    added.add(cluster.addEdge());
                    added.getLast().awaitReady();
                }
                measure(bench, cluster, count);
            }
        } finally {
            added.forEach(cluster::remove);
        }
    }

    private void measure(Bench bench, Cluster cluster, int count) throws Exception {
        List<URI> addresses = cluster.addresses().subList(0, count);
        try (Crowd crowd = Crowd.inRooms(rooms, members, new Tokens.None())) {
            crowd.enter(number -> addresses.get((number / members + number % 2) % count))
                    .await(PATIENCE);
            chat(crowd, warmUp);
            awaitDeliveries(crowd);
            Spent idleBefore = Spent.now(cluster);
            TimeUnit.SECONDS.sleep(Math.max(2, seconds / 4));
            Spent idle = Spent.now(cluster).minus(idleBefore);
            try (ArchiveLag lag = ArchiveLag.watch(cluster)) {
                Spent before = Spent.now(cluster);
                chat(crowd, seconds);
                awaitDeliveries(crowd);
                Spent spent = Spent.now(cluster).minus(before);
                report(bench, count, spent, idle.over(spent.atNanos()));
                if (count == 2) {
                    bench.result("archive behind the chat, most", (double) lag.most(), "events");
                    bench.result("archive behind the chat, most", lag.most() * 1e3 / rate, "ms");
                }
            }
            bench.result("gaps at " + count + " edges", (double) crowd.tally().gapCount(), "gaps", 0);
        }
    }

    private void report(Bench bench, int count, Spent spent, Spent idle) {
        double messages = (double) rate * seconds;
        bench.say(
                "%d edges, us a message: processor %.0f, moderation %.0f, broker %.0f, edges %.0f; without chat they take"
                        + " %.1f %% of a core",
                count,
                (spent.processors() - idle.processors()) / 1e3 / messages,
                (spent.moderations() - idle.moderations()) / 1e3 / messages,
                (spent.brokers() - idle.brokers()) / 1e3 / messages,
                (spent.edges() - idle.edges()) / 1e3 / messages,
                100.0 * idle.total() / idle.atNanos());
        double micros = (spent.total() - idle.total()) / 1e3 / messages;
        String metric = "CPU for each message on " + count + (count == 1 ? " edge" : " edges");
        Baseline baseline = two;
        if (count > 2 && baseline != null) {
            bench.ratio(metric, micros, "us", baseline, WANTED);
        } else {
            bench.result(metric, micros, "us");
        }
        if (count == 2) {
            two = new Baseline("2 edges", micros);
        }
    }

    /// An open loop: a member of each room in turn publishes at its time.
    private void chat(Crowd crowd, int forSeconds) {
        long pause = TimeUnit.SECONDS.toNanos(1) / rate;
        long start = System.nanoTime();
        for (int i = 0; i < rate * forSeconds; i++) {
            long due = start + i * pause;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int room = i % rooms;
            crowd.publish(room * members + i / rooms % members, Crowd.room(room), message(i));
        }
    }

    private static String message(int number) {
        return "{\"text\":\"message number " + number + " of a chat that costs the same on any number of edges\"}";
    }

    private void awaitDeliveries(Crowd crowd) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (crowd.tally().deliveryCount() < crowd.tally().acceptedCount() * members
                || crowd.tally().acceptedCount() + crowd.tally().refusedCount() < crowd.published()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(crowd.published() + " messages were sent, "
                        + crowd.tally().acceptedCount() + " accepted, "
                        + crowd.tally().deliveryCount()
                        + " delivered");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
