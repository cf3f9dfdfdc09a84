package io.millrace.bench.connect;

import io.millrace.bench.crowd.Arrival;
import io.millrace.bench.crowd.Crowd;
import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.Result.Baseline;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import io.millrace.load.scenario.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Handshakes with authentication, and storms of reconnecting clients that recover what they missed.
@Command(name = "connect", description = "handshakes with authentication; reconnect storms with recovery")
public final class ConnectBenchmark implements Benchmark {

    private static final String SECRET = "bench-secret-of-at-least-32-characters";
    private static final Tokens TOKENS = new Tokens.Signed(SECRET);
    private static final int UNDER_WAY = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MESSAGES_OF_A_SPEAKER = 50;

    /// How long the server may take to count its transactions.
    private static final Duration COUNTED = Duration.ofMillis(1_500);

    @Option(names = "--connects", description = "handshakes to measure (default: 5,000, quick: 2,000)")
    private int connects;

    @Option(names = "--clients", description = "clients in the storms (default: 15,000, quick: 2,000)")
    private int clients;

    @Option(names = "--members", defaultValue = "10", description = "members of each room (default: 10)")
    private int members;

    @Override
    public String question() {
        return "what does a connection cost, and how soon is everybody live again after all were lost at once?";
    }

    @Override
    public void run(Bench bench) throws Exception {
        connects = connects > 0 ? connects : bench.choose(2_000, 5_000);
        clients = clients > 0 ? clients : bench.choose(2_000, 15_000);
        Path secret = Files.writeString(bench.folder().resolve("hmac-secret"), SECRET);
        // Without the archive writer, whoever asks the database is the chat itself.
        Cluster cluster = bench.cluster(ClusterSpec.standard()
                .withEdges(2)
                .withSetting("edge.auth.hmac-secret-file", secret.toString())
                .withSetting("archive.enabled", "false"));
        handshakes(bench, cluster);
        storms(bench, cluster);
    }

    private void handshakes(Bench bench, Cluster cluster) throws IOException, InterruptedException {
        ManagedProcess edge = cluster.edges().getFirst();
        URI address = cluster.addresses().getFirst();
        try (PlainUpgrades limit = PlainUpgrades.open();
                Crowd crowd = Crowd.withoutRooms(connects, UNDER_WAY, TOKENS)) {
            bench.say("%d connections with an HMAC token each, %d handshakes at a time", connects, UNDER_WAY);
            int rounds = bench.choose(2, 4);
            for (int warmUp = 1; warmUp < rounds; warmUp++) {
                crowd.enter(limit.address()).await(PATIENCE);
                crowd.cut();
                crowd.enter(address).await(PATIENCE);
                crowd.cut();
            }
            long limitBefore = limit.cpuNanos();
            double limitMillis = crowd.enter(limit.address()).await(PATIENCE).millis(100);
            double limitMicros = (limit.cpuNanos() - limitBefore) / 1e3 / connects;
            crowd.cut();
            long before = edge.usage().cpuNanos();
            double millis = crowd.enter(address).await(PATIENCE).millis(100);
            double micros = (edge.usage().cpuNanos() - before) / 1e3 / connects;
            bench.ratio(
                    "handshakes with a token",
                    connects * 1e3 / millis,
                    "a second",
                    new Baseline("plain upgrades", connects * 1e3 / limitMillis));
            bench.ratio(
                    "CPU of the edge for each",
                    micros,
                    "us",
                    new Baseline("one thread of plain upgrades", limitMicros));
        }
    }

    private void storms(Bench bench, Cluster cluster) throws InterruptedException, SQLException {
        List<URI> edges = cluster.addresses();
        int rooms = Math.max(1, clients / members);
        int speakers = Math.ceilDiv(rooms, MESSAGES_OF_A_SPEAKER);
        try (Crowd crowd = Crowd.inRooms(rooms, members, TOKENS);
                Crowd speaking = Crowd.withoutRooms(speakers, UNDER_WAY, new Tokens.None());
                ArchiveQueries queries = new ArchiveQueries(cluster.jdbcUrl())) {
            bench.say("%d clients in rooms of %d; each room gets a message while they are away", crowd.size(), members);
            speaking.enter(edges.getLast()).await(PATIENCE);
            Arrival first = crowd.enter(edges.getFirst()).await(PATIENCE);
            report(bench, "first entry", first);
            crowd.cut();
            speak(speaking, rooms);
            storm(bench, "same edge", crowd, edges.getFirst(), queries);
            cluster.edges().getFirst().kill();
            speak(speaking, rooms);
            storm(bench, "edge killed, to another one", crowd, edges.getLast(), queries);
            bench.result("gaps in what a client saw", (double) crowd.tally().gapCount(), "gaps", 0);
            cluster.edges().getFirst().start();
            cluster.edges().getFirst().awaitReady();
        }
    }

    private static void storm(Bench bench, String name, Crowd crowd, URI edge, ArchiveQueries queries)
            throws InterruptedException, SQLException {
        long before = queries.count();
        Arrival arrival = crowd.enter(edge).await(PATIENCE);
        report(bench, name, arrival);
        bench.result(name + ": not recovered", crowd.size() - (double) arrival.recovered(), "clients", 0);
        bench.result(name + ": not replayed", crowd.size() - (double) arrival.replayed(), "messages", 0);
        TimeUnit.MILLISECONDS.sleep(COUNTED.toMillis());
        bench.result(name + ": archive queries", queries.count() - (double) before, "queries", 0);
    }

    private static void report(Bench bench, String name, Arrival arrival) {
        bench.result(name + ": half are live", arrival.millis(50), "ms");
        bench.result(name + ": all are live", arrival.millis(100), "ms");
        if (arrival.retries() > 0) {
            bench.say("%d attempts were repeated: %s", arrival.retries(), arrival.reasons());
        }
    }

    /// A message into each room, by users who stay below the rate limit, and on to the edges.
    private static void speak(Crowd speakers, int rooms) throws InterruptedException {
        long before = speakers.tally().acceptedCount();
        for (int room = 0; room < rooms; room++) {
            speakers.publish(room % speakers.size(), Crowd.room(room), "{\"text\":\"while you were away\"}");
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (speakers.tally().acceptedCount() - before < rooms) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + (speakers.tally().acceptedCount() - before) + " of " + rooms
                        + " messages were accepted, " + speakers.tally().refusedCount() + " refused");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
