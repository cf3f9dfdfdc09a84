package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.check.Entry;
import io.millrace.faults.check.History;
import io.millrace.faults.check.HistoryChecker;
import io.millrace.faults.harness.ChatRun;
import io.millrace.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// SIGTERM is a polite end: clients are told, and nothing is lost.
class DrainIT {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int CLIENTS = 12;
    private static final int EACH = 200;

    private static ChatSystem system;

    @BeforeAll
    static void launch() {
        system = ChatSystem.launch(2);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void terminatedEdgeClosesItsClientsWith3001() {
        try (RawClient client = RawClient.open(system.addresses().getFirst())) {
            client.send("{\"id\":1,\"connect\":{}}");

            boolean ended = system.edge(0).stop(WITHIN);

            assertThat(client.closeCode()).isEqualTo(3001);
            assertThat(ended).as("edge ended within %s", WITHIN).isTrue();
        } finally {
            ChatSystem.restart(system.edge(0));
        }
    }

    @Test
    void rollingRestartOfEverythingLosesNothing() {
        String prefix = "chat:rolling-";
        try (ChatRun run = new ChatRun(system.addresses(), prefix, CLIENTS, 4, 2)) {
            CompletableFuture<Void> publishing = run.publish(EACH);
            int step = CLIENTS * EACH / 6;
            List<ManagedProcess> all = List.of(system.edge(0), system.edge(1), system.moderation(), system.processor());
            for (int turn = 0; turn < all.size(); turn++) {
                int accepted = step * (turn + 1);
                Await.until(() -> run.accepted() >= accepted, Duration.ofMinutes(1), accepted + " accepted");
                assertThat(all.get(turn).stop(WITHIN)).isTrue();
                ChatSystem.restart(all.get(turn));
            }
            publishing.join();

            List<Entry> topic = system.topic(prefix, CLIENTS * EACH);
            ChatSystem.awaitDeliveries(run, topic);
            List<Entry> table = system.table(prefix, topic.size());
            assertThat(HistoryChecker.check(new History(run.attempts(), run.observations(), topic, table)))
                    .isEmpty();
            assertThat(topic).hasSize(CLIENTS * EACH);
        }
    }
}
