package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections whose server-side subscriptions take their time. The room has the events 1 to 3, of which
/// namespace `short` keeps two at hand.
@Timeout(60)
class SlowConnectTest {

    private static final Duration STALE = Duration.ofSeconds(2);

    private final EdgeRun edge = EdgeRun.with(Map.of("edge.timing.stale", "2s"));

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void clientWhoseConnectIsUnderWayIsNotStale() {
        edge.archive.holds(1, 1);
        CountDownLatch answers = edge.archive.becomeSlow();
        TestClient client = edge.open();
        Future<?> connecting = client.post(recovering("short:a", "short:b"));
        awaitAsked(1);

        client.session.tick(System.nanoTime() + STALE.multipliedBy(10).toNanos());
        answers.countDown();
        TestClient.await(connecting);

        assertThat(client.next()).contains("\"client\":").contains("\"recovered\":true");
        client.assertOpen();
    }

    @Test
    void clientThatWeCouldNotLetInMayComeBack() {
        edge.archive.goAway();
        TestClient client = edge.open();
        assertThat(client.ask(recovering("short:a"))).contains("\"code\":100", "\"temporary\":true");

        client.session.tick(System.nanoTime() + STALE.plusMillis(1).toNanos());

        client.assertClosed(3004);
    }

    @Test
    void restOfTheMessageOfWhoCouldNotBeLetInIsPassedOver() {
        edge.archive.goAway();
        TestClient client = edge.open();

        client.send(recovering("short:a"), EdgeRun.subscribe(2, "chat:a"));

        assertThat(client.next()).contains("\"code\":100");
        client.assertOpen();
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void clientWithALateAnswerHasTimeToReadIt() {
        edge.archive.goAway();
        CountDownLatch answers = edge.archive.becomeSlow();
        TestClient client = edge.open();
        long opened = System.nanoTime();
        Future<?> connecting = client.post(recovering("short:a"));
        awaitAsked(1);
        Await.until(() -> System.nanoTime() - opened > STALE.toNanos(), Await.DEADLINE, "the stale time to pass");

        answers.countDown();
        TestClient.await(connecting);
        client.session.tick(System.nanoTime());

        assertThat(client.next()).contains("\"code\":100");
        client.assertOpen();
    }

    @Test
    void nothingMoreIsLookedUpForAClientThatHasGone() {
        CountDownLatch answers = edge.archive.becomeSlow();
        TestClient client = edge.open();
        Future<?> connecting = client.post(recovering("short:a", "short:b", "short:c"));
        awaitAsked(1);

        client.session.disconnect(DisconnectCode.SHUTDOWN);
        answers.countDown();
        TestClient.await(connecting);

        assertThat(edge.archive.asked()).isOne();
    }

    private void awaitAsked(int times) {
        Await.until(() -> edge.archive.asked() == times, Await.DEADLINE, times + " reads of the archive");
    }

    private static String recovering(String... channels) {
        String token = EdgeRun.token(claims -> claims.subject("alice").claim("channels", List.of(channels)));
        StringBuilder subs = new StringBuilder();
        for (String channel : channels) {
            subs.append(subs.isEmpty() ? "" : ",")
                    .append('"')
                    .append(channel)
                    .append("\":{\"recover\":true,\"epoch\":\"e1\"}");
        }
        return "{\"id\":1,\"connect\":{\"token\":\"" + token + "\",\"subs\":{" + subs + "}}}";
    }
}
