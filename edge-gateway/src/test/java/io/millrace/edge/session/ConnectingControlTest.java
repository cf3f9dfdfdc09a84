package io.millrace.edge.session;

import static io.millrace.edge.session.Controls.room;
import static io.millrace.edge.session.Controls.to;
import static io.millrace.edge.session.EdgeRun.connect;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.RoomId;
import io.millrace.schema.edge.ControlDisconnect;
import io.millrace.schema.edge.ControlRefresh;
import io.millrace.schema.edge.ControlUnsubscribe;
import io.millrace.schema.edge.EdgeControl;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the server API does to sessions that are not connected yet: they wait for their room `chat:a`.
@Timeout(60)
class ConnectingControlTest {

    private final EdgeRun edge = EdgeRun.start();
    private final SessionControl control = new SessionControl(edge.registry, edge.services);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void whatIsDoneToAConnectingSessionFollowsItsConnectReply() {
        TestClient client = edge.open();
        Future<?> connecting = connecting(edge, client);

        assertThat(apply(to("alice").setSubscribe(room("chat:b")))).isOne();
        assertThat(apply(to("alice").setUnsubscribe(end("chat:a")))).isOne();
        assertThat(apply(to("alice")
                        .setRefresh(
                                new ControlRefresh(false, edge.clock.instant().plusSeconds(60), null))))
                .isOne();
        edge.live("chat:a");
        TestClient.await(connecting);
        edge.server.awaitTold("attach chat:b");
        edge.live("chat:b");

        assertThat(client.next()).contains("\"client\":").contains("\"chat:a\":");
        assertThat(client.next()).contains("\"channel\":\"chat:a\",\"unsubscribe\":{\"code\":2000");
        assertThat(client.next()).isEqualTo("{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":60}}}");
        assertThat(client.next()).contains("\"channel\":\"chat:b\",\"subscribe\":");
        assertThat(client.session.isSubscribed(new RoomId("chat:a"))).isFalse();
    }

    @Test
    void operationsOnAConnectingSessionKeepTheirOrder() {
        TestClient client = edge.open();
        Future<?> connecting = connecting(edge, client);

        apply(to("alice").setSubscribe(room("chat:b")));
        apply(to("alice").setUnsubscribe(end("")));
        edge.live("chat:a");
        TestClient.await(connecting);
        edge.live("chat:b");

        assertThat(client.next()).contains("\"client\":");
        assertThat(client.next()).contains("\"channel\":\"chat:a\",\"unsubscribe\":");
        assertThat(client.rest()).isEmpty();
        assertThat(client.session.subscriptionCount()).isZero();
    }

    @Test
    void connectingSessionIsDisconnectedAtOnce() {
        TestClient client = edge.open();
        Future<?> connecting = connecting(edge, client);

        assertThat(apply(
                        to("alice").setDisconnect(ControlDisconnect.newBuilder().build())))
                .isOne();

        client.assertClosed(3503);
        edge.live("chat:a");
        TestClient.await(connecting);
    }

    @Test
    void sessionThatIsRefusedInTheEndForgetsWhatWasDoneToIt() {
        try (EdgeRun impatient = EdgeRun.with(Map.of("edge.timing.command", "200ms"))) {
            TestClient client = impatient.open();
            Future<?> connecting = connecting(impatient, client);
            SessionControl there = new SessionControl(impatient.registry, impatient.services);

            there.apply(to("alice").setSubscribe(room("chat:b")).build());
            TestClient.await(connecting);

            assertThat(client.next()).contains("\"code\":100");
            assertThat(there.apply(to("alice").setSubscribe(room("chat:b")).build()))
                    .isZero();
            assertThat(impatient.server.told()).doesNotContain("attach chat:b");
        }
    }

    @Test
    void sessionThatCannotKeepUpWithTheServerApiBeginsAnew() {
        TestClient client = edge.open();
        Future<?> connecting = connecting(edge, client);

        for (int i = 0; i <= 256; i++) {
            apply(to("alice").setSubscribe(room("chat:b" + i)));
        }

        client.assertClosed(3010);
        edge.live("chat:a");
        TestClient.await(connecting);
    }

    @Test
    void anonymousIsOnlyWhoHasConnectedWithoutAName() {
        TestClient client = edge.open();

        assertThat(apply(to("").setDisconnect(ControlDisconnect.newBuilder().build())))
                .isZero();

        client.assertOpen();
        assertThat(edge.registry.users()).isZero();
    }

    /// Returns when the session waits for its room.
    private static Future<?> connecting(EdgeRun edge, TestClient client) {
        edge.server.goAway();
        Future<?> connecting =
                client.post(connect(1, token(claims -> claims.subject("alice").claim("channels", List.of("chat:a")))));
        edge.server.awaitTold("attach chat:a");
        return connecting;
    }

    private int apply(EdgeControl.Builder operation) {
        return control.apply(operation.build());
    }

    private static ControlUnsubscribe end(String room) {
        return ControlUnsubscribe.newBuilder().setRoom(room).build();
    }
}
