package io.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.config.Limits;
import io.millrace.edge.http.EmulationRouter.Outcome;
import io.millrace.edge.protocol.EmulationRequest;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.EdgeMail;
import io.millrace.edge.socket.Uplinks;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.edge.EdgeDelivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What an edge hands on for clients whose connection another edge holds.
class EmulationRouterTest {

    private static final byte[] KEY = "a key that all edges have been given".getBytes(StandardCharsets.UTF_8);
    private static final EdgeAddress OTHER = new EdgeAddress(new Inbox(2), new Incarnation("edge-2"));
    private static final Limits.Relay WIDE = new Limits.Relay(0, 0, 1_000, 1 << 20);

    private final RecordingMail mail = new RecordingMail();

    @Test
    void commandsGoToTheEdgeThatHoldsTheConnection() {
        EmulationRouter router = router(WIDE, KEY);
        String session = new StreamNames(List.of(KEY)).next("edge-2");

        assertThat(router.route(request("edge-2", session, 10))).isEqualTo(Outcome.TAKEN);

        EdgeDelivery delivery = mail.sent.getFirst();
        assertThat(delivery.getIncarnation()).isEqualTo("edge-2");
        assertThat(delivery.getEmulated().getSession()).isEqualTo(session);
        assertThat(delivery.getEmulated().getData().remaining()).isEqualTo(10);
    }

    @Test
    void inventedSessionsAndNodesReachNobody() {
        EmulationRouter router = router(WIDE, KEY);
        StreamNames names = new StreamNames(List.of(KEY));

        assertThat(router.route(request("edge-2", "x".repeat(48), 10))).isEqualTo(Outcome.FORGED);
        assertThat(router.route(request("edge-2", names.next("edge-3"), 10))).isEqualTo(Outcome.FORGED);
        assertThat(router.route(request("edge-3", names.next("edge-3"), 10))).isEqualTo(Outcome.UNKNOWN);
        assertThat(router.route(request("edge-1", names.next("edge-1"), 10))).isEqualTo(Outcome.UNKNOWN);

        assertThat(mail.sent).isEmpty();
    }

    @Test
    void sessionOfOneEdgeIsGoodAtAnother() {
        EmulationRouter owner = new EmulationRouter(
                new EmulationRouter.Parts(
                        OTHER.incarnation(), new Uplinks(), _ -> Optional.empty(), mail, List.of(KEY)),
                WIDE,
                Meters.create("test"));

        assertThat(router(WIDE, KEY).route(request(owner.node(), owner.nextSession(), 10)))
                .isEqualTo(Outcome.TAKEN);
    }

    @Test
    void withoutAKeyCommandsAreHandedOnWithinTheSameBounds() {
        EmulationRouter router = router(new Limits.Relay(0, 0, 1, 1 << 20));
        String session = new StreamNames(List.of()).next("edge-2");

        assertThat(router.route(request("edge-2", session, 10))).isEqualTo(Outcome.TAKEN);
        assertThat(router.route(request("edge-2", session, 10))).isEqualTo(Outcome.FULL);
        assertThat(router.route(request("edge-2", "made up", 10))).isEqualTo(Outcome.FORGED);
    }

    @Test
    void noMoreRequestsAreUnderWayThanThereMayBe() {
        EmulationRouter router = router(new Limits.Relay(0, 0, 2, 1 << 20), KEY);

        assertThat(relay(router, 10)).isEqualTo(Outcome.TAKEN);
        assertThat(relay(router, 10)).isEqualTo(Outcome.TAKEN);
        assertThat(relay(router, 10)).isEqualTo(Outcome.FULL);
        assertThat(mail.sent).hasSize(2);

        mail.waiting.remove().accept(null);
        assertThat(relay(router, 10)).isEqualTo(Outcome.TAKEN);
        mail.waiting.remove().accept(new KafkaException("not written"));
        assertThat(relay(router, 10)).isEqualTo(Outcome.TAKEN);
        assertThat(relay(router, 10)).isEqualTo(Outcome.FULL);
    }

    @Test
    void noMoreBytesAreUnderWayThanThereMayBe() {
        EmulationRouter router = router(new Limits.Relay(0, 0, 1_000, 1_000), KEY);

        assertThat(relay(router, 600)).isEqualTo(Outcome.TAKEN);
        assertThat(relay(router, 600)).isEqualTo(Outcome.FULL);
        assertThat(relay(router, 400)).isEqualTo(Outcome.TAKEN);

        mail.waiting.remove().accept(null);
        assertThat(relay(router, 600)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void noMoreRequestsComeInASecondThanThereMay() {
        EmulationRouter router = router(new Limits.Relay(5, 0, 1_000, 1 << 20), KEY);
        List<Outcome> outcomes = new ArrayList<>();

        for (int i = 0; i < 5; i++) {
            outcomes.add(relay(router, 10));
        }

        assertThat(outcomes).containsOnly(Outcome.TAKEN);
        assertThat(relay(router, 10)).isEqualTo(Outcome.TOO_OFTEN);
    }

    @Test
    void whatKafkaDoesNotTakeIsToldAndGivesItsRoomBack() {
        EmulationRouter router = router(new Limits.Relay(0, 0, 1, 1 << 20), KEY);
        mail.away = true;

        assertThat(relay(router, 10)).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(relay(router, 10)).isEqualTo(Outcome.UNAVAILABLE);

        mail.away = false;
        assertThat(relay(router, 10)).isEqualTo(Outcome.TAKEN);
    }

    private static Outcome relay(EmulationRouter router, int bytes) {
        return router.route(request("edge-2", new StreamNames(List.of(KEY)).next("edge-2"), bytes));
    }

    private static EmulationRequest request(String node, String session, int bytes) {
        return new EmulationRequest(node, session, Payload.wrap(new byte[bytes]));
    }

    private EmulationRouter router(Limits.Relay limits, byte[]... keys) {
        return new EmulationRouter(
                new EmulationRouter.Parts(
                        new Incarnation("edge-1"),
                        new Uplinks(),
                        node -> node.equals("edge-2") ? Optional.of(OTHER) : Optional.empty(),
                        mail,
                        List.of(keys)),
                limits,
                Meters.create("test"));
    }

    private static final class RecordingMail implements EdgeMail {

        private final List<EdgeDelivery> sent = new ArrayList<>();
        private final Deque<Consumer<@Nullable Exception>> waiting = new ArrayDeque<>();
        private boolean away;

        @Override
        public void send(EdgeAddress to, EdgeDelivery delivery, Consumer<@Nullable Exception> done) {
            if (away) {
                throw new KafkaException("queue is full");
            }
            sent.add(delivery);
            waiting.add(done);
        }
    }
}
