package io.millrace.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.record.Counter;
import io.millrace.load.record.History;
import io.millrace.load.record.Recording;
import io.millrace.load.record.Snapshot;
import io.millrace.load.record.Timing;
import io.millrace.load.scenario.Connection;
import io.millrace.load.scenario.Encoding;
import io.millrace.load.scenario.Gate;
import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Phase;
import io.millrace.load.scenario.Phases;
import io.millrace.load.scenario.Roster;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.scenario.Tokens;
import io.millrace.load.scenario.Traffic;
import io.millrace.load.scenario.Workload;
import io.millrace.load.server.Awaiting;
import io.millrace.load.server.FakeEdge;
import io.millrace.load.socket.SocketSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of scenario, small, against a server in the same process.
class LoadRunIT {

    private static final Phases SHORT =
            new Phases(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5));
    private static final Traffic CHAT = new Traffic(5, 4, 2, 200, 120);

    private FakeEdge edge;

    @BeforeEach
    void launch() {
        edge = FakeEdge.forgetful();
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void idleConnectionsStayOpen() throws Exception {
        Snapshot snapshot = run(scenario(new Workload.Idle(50), Encoding.JSON, edge.uri()));

        assertThat(snapshot.count(Counter.OPENED)).isEqualTo(50);
        assertThat(snapshot.count(Counter.FAILED)).isZero();
        assertThat(snapshot.count(Counter.SENT)).isZero();
        assertThat(snapshot.closed()).containsOnlyKeys(1_000).containsEntry(1_000, 50L);
        Awaiting.until(() -> edge.connections() == 0);
    }

    @Test
    void chatDeliversEverythingInJson() throws Exception {
        assertAllDelivered(run(scenario(new Workload.Chat(CHAT, 3), Encoding.JSON, edge.uri())), 220, 4);
    }

    @Test
    void chatDeliversEverythingInProtobuf() throws Exception {
        assertAllDelivered(run(scenario(new Workload.Chat(CHAT, 3), Encoding.PROTOBUF, edge.uri())), 220, 4);
    }

    @Test
    void fanOutReachesEveryMember() throws Exception {
        Workload workload = new Workload.FanOut(new Traffic(1, 200, 1, 20, 100));

        assertAllDelivered(run(scenario(workload, Encoding.PROTOBUF, edge.uri())), 22, 200);
    }

    @Test
    void stormIsRecoveredWithoutAGap() throws Exception {
        Workload workload = new Workload.ReconnectStorm(
                CHAT, 1, Duration.ofMillis(300), 1, Duration.ofSeconds(1), Duration.ofMillis(100));

        Snapshot snapshot = run(scenario(workload, Encoding.JSON, edge.uri()));

        assertThat(snapshot.count(Counter.RECONNECTS)).isEqualTo(20);
        assertThat(snapshot.count(Counter.RECOVERED)).isEqualTo(20);
        assertThat(snapshot.closed()).containsEntry(1_006, 20L);
        assertThat(snapshot.timing(Timing.RECOVERY).getTotalCount()).isEqualTo(20);
        assertThat(snapshot.count(Counter.ACKED)).isEqualTo(snapshot.count(Counter.SENT));
        assertThat(snapshot.missing()).isZero();
        assertThat(snapshot.count(Counter.GAPS) + snapshot.count(Counter.DUPLICATES))
                .isZero();
    }

    @Test
    void slowReadersDoNotCount() throws Exception {
        Workload workload = new Workload.SlowReaders(CHAT, 0.25, 2_000);

        Snapshot snapshot = run(scenario(workload, Encoding.JSON, edge.uri()));

        assertThat(snapshot.count(Counter.DELIVERED)).isEqualTo(snapshot.count(Counter.EXPECTED));
        assertThat(snapshot.count(Counter.EXPECTED)).isEqualTo(snapshot.count(Counter.ACKED) * 3);
        assertThat(snapshot.count(Counter.PASSED)).isPositive();
    }

    @Test
    void wanderersMove() throws Exception {
        Workload workload = new Workload.SubscriptionChurn(CHAT, 10, 50);

        Snapshot snapshot = run(scenario(workload, Encoding.PROTOBUF, edge.uri()));

        assertThat(snapshot.count(Counter.UNSUBSCRIBED)).isGreaterThan(30);
        // The answers to the last moves of each wanderer may come after the end.
        assertThat(snapshot.count(Counter.SUBSCRIBED))
                .isBetween(20 + snapshot.count(Counter.UNSUBSCRIBED), 30 + snapshot.count(Counter.UNSUBSCRIBED));
        assertThat(snapshot.missing()).isZero();
    }

    @Test
    void visitorsComeAndGo() throws Exception {
        Workload workload = new Workload.PresenceChurn(CHAT, 10, 50, Duration.ofMillis(50), 50);

        Snapshot snapshot = run(scenario(workload, Encoding.JSON, edge.uri()));

        assertThat(snapshot.count(Counter.OPENED)).isGreaterThan(20 + 40);
        assertThat(snapshot.count(Counter.RECONNECTS)).isZero();
        assertThat(snapshot.count(Counter.JOINS)).isPositive();
        assertThat(snapshot.count(Counter.PRESENCE_ANSWERS)).isEqualTo(55);
        assertThat(snapshot.missing()).isZero();
    }

    @Test
    void everyEventIsInTheHistory(@TempDir Path folder) throws Exception {
        Scenario scenario = scenario(new Workload.Chat(CHAT, 0), Encoding.JSON, edge.uri());
        Recording recording = new Recording();
        Path file = folder.resolve("history.jsonl");
        try (History history = History.create(file)) {
            LoadRun.execute(
                    scenario,
                    new Roster(scenario, "h"),
                    Part.WHOLE,
                    waiting(recording),
                    recording,
                    Optional.of(history));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.stream().filter(line -> line.contains("\"e\":\"inv\"")))
                .hasSize(220);
        assertThat(lines.stream().filter(line -> line.contains("\"e\":\"ok\""))).hasSize(220);
        assertThat(lines.stream().filter(line -> line.contains("\"e\":\"dlv\"")))
                .hasSize(880);
        assertThat(lines.stream().filter(line -> line.contains("\"e\":\"sub\"")))
                .hasSize(20);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"id\":\"h-000000000007\""))
                .hasSize(6);
    }

    @Test
    void nobodyThereIsToldAtOnce() throws Exception {
        URI nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("ws://127.0.0.1:" + free.getLocalPort() + "/ws");
        }

        assertThatThrownBy(() -> run(scenario(new Workload.Idle(5), Encoding.JSON, nobody)))
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("cannot reach " + nobody);
    }

    @Test
    void refusedSubscriptionEndsTheRun() {
        Scenario scenario = scenario(new Workload.Chat(CHAT, 0), Encoding.JSON, edge.uri());
        Scenario denied = new Scenario("s", 1, "denied-", scenario.connection(), SHORT, scenario.workload());

        assertThatThrownBy(() -> run(denied)).isInstanceOf(LoadException.class).hasMessageContaining("103");
    }

    private static void assertAllDelivered(Snapshot snapshot, long publications, int members) {
        assertThat(snapshot.count(Counter.SENT)).isEqualTo(publications);
        assertThat(snapshot.count(Counter.ACKED)).isEqualTo(publications);
        assertThat(snapshot.count(Counter.DELIVERED)).isEqualTo(publications * members);
        assertThat(snapshot.count(Counter.EXPECTED)).isEqualTo(publications * members);
        assertThat(snapshot.count(Counter.GAPS) + snapshot.count(Counter.DUPLICATES))
                .isZero();
        assertThat(snapshot.timing(Timing.DELIVERY).getTotalCount()).isPositive();
    }

    private static Snapshot run(Scenario scenario) throws InterruptedException {
        Recording recording = new Recording();
        LoadRun.execute(
                scenario, new Roster(scenario, "t"), Part.WHOLE, waiting(recording), recording, Optional.empty());
        recording.sample(System.nanoTime());
        return recording.snapshot();
    }

    /// A gate that drains.
    private static Gate waiting(Recording recording) {
        return next -> {
            if (next == Phase.CLOSE) {
                long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
                Awaiting.until(() -> System.nanoTime() > deadline
                        || (recording.count(Counter.ACKED) == recording.count(Counter.SENT)
                                && recording.count(Counter.DELIVERED) == recording.count(Counter.EXPECTED)));
            }
            return System.nanoTime();
        };
    }

    private static Scenario scenario(Workload workload, Encoding encoding, URI uri) {
        Connection connection = new Connection(
                List.of(uri), encoding, SocketSettings.loopbackAddresses(2), 2_000, 1, new Tokens.None());
        return new Scenario("test", 1, "chat:", connection, SHORT, workload);
    }
}
