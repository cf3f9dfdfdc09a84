package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.check.Attempt;
import io.millrace.faults.check.Entry;
import io.millrace.faults.check.History;
import io.millrace.faults.check.HistoryChecker;
import io.millrace.faults.check.Observation;
import io.millrace.faults.check.Outcome;
import io.millrace.faults.harness.ChatRun;
import io.millrace.faults.harness.FinalRecord;
import io.millrace.faults.harness.Mixture;
import io.millrace.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The promises of the main job: one order, nothing lost, nothing twice, whatever else goes on in the rooms.
class OrderIT {

    private static final int CLIENTS = 50;
    private static final int ROOMS = 10;
    private static final int ROOMS_EACH = 3;
    private static final int PUBLICATIONS = 20_000;

    /// By the names of commands and methods.
    private static final String[] MIXED_IN = {
        "visit",
        "delta",
        "recovered over /connection/http_stream",
        "recovered over /connection/sse",
        "presence",
        "presence_stats",
        "history",
        "subscribe",
        "unsubscribe",
        "refresh",
        "api publish",
        "api broadcast",
        "api presence",
        "api presence_stats",
        "api history",
        "api history_remove",
        "api retract",
        "api subscribe",
        "api unsubscribe",
        "api disconnect",
        "api refresh",
        "api channels",
        "api info",
        "door publish",
        "door history_remove"
    };

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
        try (ChatRun run = new ChatRun(system.addresses(), prefix, CLIENTS, ROOMS, ROOMS_EACH);
                Mixture mixture = system.mixture(run)) {
            run.publish(PUBLICATIONS / CLIENTS).join();

            assertThatAllIsKept(run, mixture, prefix);
        }
    }

    @Test
    void killedServicesLoseAndRepeatNothing() {
        String prefix = "chat:killed-";
        try (ChatRun run = new ChatRun(system.addresses(), prefix, CLIENTS, ROOMS, ROOMS_EACH);
                Mixture mixture = system.mixture(run)) {
            CompletableFuture<Void> publishing = run.publish(PUBLICATIONS / CLIENTS);

            killAndRestart(system.processor(), run, PUBLICATIONS / 5);
            killAndRestart(system.moderation(), run, 2 * PUBLICATIONS / 5);
            killAndRestart(system.edge(0), run, 3 * PUBLICATIONS / 5);

            publishing.join();
            assertThatAllIsKept(run, mixture, prefix);
        }
    }

    /// Kills a service when that many publications are accepted, and waits until it is back.
    private static void killAndRestart(ManagedProcess service, ChatRun run, int accepted) {
        Await.until(() -> run.accepted() >= accepted, Duration.ofMinutes(2), accepted + " accepted publications");
        service.kill();
        ChatSystem.restart(service);
    }

    private static void assertThatAllIsKept(ChatRun run, Mixture mixture, String prefix) {
        List<Attempt> attempts = new ArrayList<>(mixture.finish());
        attempts.addAll(run.attempts());
        assertThat(run.accepted()).isEqualTo(PUBLICATIONS);
        assertThat(attempts).allSatisfy(attempt -> assertThat(attempt.outcome()).isInstanceOf(Outcome.Accepted.class));

        List<Entry> topic = system.topic(prefix, attempts.size());
        ChatSystem.awaitDeliveries(run, topic);
        assertThat(mixture.awaitDeliveries(FinalRecord.tops(topic), Duration.ofMinutes(1)))
                .as("everybody else has seen the end too: %s", mixture.activity())
                .isTrue();
        List<Entry> table = system.table(prefix, topic.size());
        Map<String, Map<String, List<Observation>>> seen = new HashMap<>(run.observations());
        seen.putAll(mixture.observations());

        assertThat(HistoryChecker.check(new History(attempts, seen, topic, table)))
                .isEmpty();
        assertThat(FinalRecord.publications(topic)).isEqualTo(attempts.size());
        assertThat(run.restarts() + mixture.restarts())
                .as("subscriptions that could not be recovered")
                .isZero();
        assertThat(mixture.activity()).as("what was mixed in").containsKeys(MIXED_IN);
    }
}
