package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.EdgeMail;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.edge.ControlTarget;
import io.millrace.schema.edge.ControlUnsubscribe;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeReport;
import io.millrace.schema.edge.NodeReport;
import io.millrace.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlDeskTest {

    private final CountDownLatch kafkaIsBack = new CountDownLatch(1);
    private final List<EdgeReport> sent = new CopyOnWriteArrayList<>();
    private final List<String> applied = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ControlDesk desk = new ControlDesk(
            new NoFigures(),
            control -> {
                applied.add(control.getId());
                return applied.size();
            },
            new StuckMail(),
            () -> new EdgeAddress(new Inbox(0), new Incarnation("edge-0")),
            executor);

    @AfterEach
    void stop() {
        kafkaIsBack.countDown();
        executor.shutdownNow();
    }

    @Test
    void controlsAreAppliedInOrderWhileNoReportCanBeWritten() {
        desk.take(control("a", 1));
        desk.take(control("b", 2));

        assertThat(applied).containsExactly("a", "b");
        assertThat(sent).isEmpty();

        kafkaIsBack.countDown();
        Await.until(() -> sent.size() == 2, Await.DEADLINE, "both reports");
        assertThat(sent).extracting(EdgeReport::getMatched).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void reportsBeyondTheBoundAreDroppedAndCountedAndTheControlsStillApplied() {
        for (int i = 0; i < 1_100; i++) {
            desk.take(control("c" + i, i));
        }

        assertThat(applied).hasSize(1_100);
        assertThat(desk.dropped()).isEqualTo(1_100 - 1_024);
    }

    private static EdgeControl control(String id, long correlation) {
        return EdgeControl.newBuilder()
                .setId(id)
                .setTarget(new ControlTarget("u", "", ""))
                .setUnsubscribe(ControlUnsubscribe.newBuilder().setRoom("").build())
                .setReplyTo(new ReplyAddress(1, "edge-1", correlation))
                .build();
    }

    /// Kafka is away, so a write waits for it.
    private final class StuckMail implements EdgeMail {
        @Override
        public void send(EdgeAddress to, EdgeDelivery delivery, Consumer<@Nullable Exception> done) {
            try {
                kafkaIsBack.await();
                sent.add(delivery.getReport());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class NoFigures implements EdgeFigures {
        @Override
        public NodeReport node() {
            throw new AssertionError("not asked");
        }

        @Override
        public Map<String, Integer> subscribers(Predicate<String> channels) {
            return Map.of();
        }
    }
}
