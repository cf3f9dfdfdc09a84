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

/// The promises of the main job: one order, nothing lost, nothing twice.
class OrderIT {

    private static final int CLIENTS = 50;
    private static final int ROOMS = 10;
    private static final int ROOMS_EACH = 3;
    private static final int PUBLICATIONS = 20_000;

    private static ChatSystem system;

    @BeforeAll
    static void launch() {
        system = ChatSystem.launch(3);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void everySubscriberSeesTheSameGapFreeSequence() {
        String prefix = "chat:order-";
        try (ChatRun run = new ChatRun(system.addresses(), prefix, CLIENTS, ROOMS, ROOMS_EACH)) {
            run.publish(PUBLICATIONS / CLIENTS).join();

            assertThat(run.accepted()).isEqualTo(PUBLICATIONS);
            assertThatAllIsKept(run, prefix);
        }
    }

    @Test
    void killedServicesLoseAndRepeatNothing() {
        String prefix = "chat:killed-";
        try (ChatRun run = new ChatRun(system.addresses(), prefix, CLIENTS, ROOMS, ROOMS_EACH)) {
            CompletableFuture<Void> publishing = run.publish(PUBLICATIONS / CLIENTS);

            killAndRestart(system.processor(), run, PUBLICATIONS / 5);
            killAndRestart(system.moderation(), run, 2 * PUBLICATIONS / 5);
            killAndRestart(system.edge(0), run, 3 * PUBLICATIONS / 5);

            publishing.join();
            assertThat(run.accepted()).isEqualTo(PUBLICATIONS);
            assertThatAllIsKept(run, prefix);
        }
    }

    /// Kills a service when that many publications are accepted, and waits until it is back.
    private static void killAndRestart(ManagedProcess service, ChatRun run, int accepted) {
        Await.until(() -> run.accepted() >= accepted, Duration.ofMinutes(2), accepted + " accepted publications");
        service.kill();
        ChatSystem.restart(service);
    }

    private static void assertThatAllIsKept(ChatRun run, String prefix) {
        List<Entry> topic = system.topic(prefix, PUBLICATIONS);
        ChatSystem.awaitDeliveries(run, topic);
        List<Entry> table = system.table(prefix, topic.size());

        assertThat(HistoryChecker.check(new History(run.attempts(), run.observations(), topic, table)))
                .isEmpty();
        assertThat(topic).hasSize(PUBLICATIONS);
        assertThat(run.restarts())
                .as("subscriptions that could not be recovered")
                .isZero();
    }
}
