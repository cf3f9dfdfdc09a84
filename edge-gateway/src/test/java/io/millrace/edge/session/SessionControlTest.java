package io.millrace.edge.session;

import static io.millrace.edge.session.Controls.room;
import static io.millrace.edge.session.Controls.to;
import static io.millrace.edge.session.EdgeRun.connect;
import static io.millrace.edge.session.EdgeRun.subscribe;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Reply.Uplink;
import io.millrace.schema.edge.ControlDisconnect;
import io.millrace.schema.edge.ControlRefresh;
import io.millrace.schema.edge.ControlSubscribe;
import io.millrace.schema.edge.ControlSurvey;
import io.millrace.schema.edge.ControlTarget;
import io.millrace.schema.edge.ControlUnsubscribe;
import io.millrace.schema.edge.EdgeControl;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the server API does to the sessions of an edge (protocol sections 6, 7 and 15).
@Timeout(60)
class SessionControlTest {

    private final EdgeRun edge = EdgeRun.start();
    private final SessionControl control = new SessionControl(edge.registry, edge.services);

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void subscribedClientIsToldAndGetsPublications() {
        TestClient client = edge.connected("alice");

        int matched = control.apply(to("alice").setSubscribe(room("chat:a")).build());
        String told = client.next();
        edge.event("chat:a", 4);

        assertThat(matched).isOne();
        assertThat(told)
                .isEqualTo("{\"push\":{\"channel\":\"chat:a\",\"subscribe\":{\"recoverable\":true,"
                        + "\"epoch\":\"e1\",\"offset\":3,\"positioned\":true}}}");
        assertThat(client.next()).contains("\"pub\":").contains("\"offset\":4");
    }

    @Test
    void everySessionOfTheUserIsSubscribedAndNobodyElse() {
        List<TestClient> alices = List.of(edge.connected("alice"), edge.connected("alice"), edge.connected("alice"));
        TestClient bob = edge.connected("bob");
        TestClient nobody = edge.connected();

        assertThat(control.apply(to("alice").setSubscribe(room("chat:a")).build()))
                .isEqualTo(3);

        alices.forEach(alice -> assertThat(alice.next()).contains("\"subscribe\":"));
        assertThat(List.of(bob, nobody)).allMatch(other -> other.session.subscriptionCount() == 0);
    }

    @Test
    void anonymousUsersCanBeMeantToo() {
        edge.connected("alice");
        TestClient nobody = edge.connected();

        assertThat(control.apply(to("").setSubscribe(room("chat:a")).build())).isOne();

        assertThat(nobody.next()).contains("\"subscribe\":");
    }

    @Test
    void operationCanBeForOneConnection() {
        edge.connected("alice");
        TestClient second = edge.connected("alice");
        EdgeControl only = EdgeControl.newBuilder()
                .setId("1")
                .setTarget(new ControlTarget("alice", second.session.client().value(), ""))
                .setSubscribe(room("chat:a"))
                .build();

        assertThat(control.apply(only)).isOne();
        assertThat(second.next()).contains("\"subscribe\":");
    }

    @Test
    void operationCanBeForOneSession() {
        edge.connected("alice");
        TestClient stream = edge.open(Transport.stream(Encoding.JSON, "192.0.2.7", new Uplink("secret", "node")));
        stream.ask(connect(1, token(claims -> claims.subject("alice"))));
        EdgeControl only = EdgeControl.newBuilder()
                .setId("1")
                .setTarget(new ControlTarget("alice", "", "secret"))
                .setDisconnect(ControlDisconnect.newBuilder().build())
                .build();

        assertThat(control.apply(only)).isOne();
        stream.assertClosed(3503);
    }

    @Test
    void endedSessionIsNoLongerMeant() {
        TestClient client = edge.connected("alice");
        client.close();

        assertThat(control.apply(to("alice").setSubscribe(room("chat:a")).build()))
                .isZero();
    }

    @Test
    void whatWasMissedFollowsTheSubscribe() {
        TestClient client = edge.connected("alice");

        control.apply(to("alice")
                .setSubscribe(ControlSubscribe.newBuilder()
                        .setRoom("chat:a")
                        .setSinceEpoch("e1")
                        .setSinceOffset(1L)
                        .setData(bytes("{\"seat\":7}"))
                        .build())
                .build());

        assertThat(client.next()).contains("\"offset\":1,\"positioned\":true,\"data\":{\"seat\":7}");
        assertThat(client.next()).contains("\"pub\":").contains("\"offset\":2");
        assertThat(client.next()).contains("\"pub\":").contains("\"offset\":3");
    }

    @Test
    void overridesAndInfoAreTaken() {
        TestClient client = edge.connected("alice");

        control.apply(to("alice")
                .setSubscribe(ControlSubscribe.newBuilder()
                        .setRoom("asked:a")
                        .setInfo(bytes("{\"role\":\"host\"}"))
                        .setOverride(Map.of("force_positioning", true))
                        .build())
                .build());

        assertThat(client.next()).contains("\"subscribe\":{\"epoch\":\"e1\",\"offset\":3,\"positioned\":true}");
        assertThat(client.ask("{\"id\":2,\"presence\":{\"channel\":\"asked:a\"}}"))
                .contains("\"chan_info\":{\"role\":\"host\"}");
    }

    @Test
    void secondSubscribeHasNoEffect() {
        TestClient client = edge.connected("alice");
        client.ask(subscribe(2, "chat:a"));

        assertThat(control.apply(to("alice").setSubscribe(room("chat:a")).build()))
                .isOne();

        assertThat(client.rest()).isEmpty();
        assertThat(client.session.subscriptionCount()).isOne();
    }

    @Test
    void clientWithoutRoomForAnotherSubscriptionIsDisconnected() {
        try (EdgeRun small = EdgeRun.with(Map.of("edge.limits.subscriptions", "1"))) {
            TestClient client = small.connected("alice");
            client.ask(subscribe(2, "chat:a"));

            new SessionControl(small.registry, small.services)
                    .apply(to("alice").setSubscribe(room("chat:b")).build());

            client.assertClosed(3505);
        }
    }

    @Test
    void serverSideSubscriptionThatExpiresEndsTheConnection() {
        TestClient client = edge.connected("alice");
        control.apply(to("alice")
                .setSubscribe(ControlSubscribe.newBuilder()
                        .setRoom("chat:a")
                        .setExpireAt(edge.clock.instant().plusSeconds(60))
                        .build())
                .build());
        client.next();

        edge.clock.advance(Duration.ofSeconds(86));
        client.session.tick(System.nanoTime());

        client.assertClosed(3006);
    }

    @Test
    void waitingForARoomBlocksNobodyAndCanBeTakenBack() {
        edge.server.goAway();
        TestClient client = edge.connected("alice");
        control.apply(to("alice").setSubscribe(room("chat:a")).build());
        control.apply(to("alice").setSubscribe(room("chat:b")).build());
        control.apply(to("alice")
                .setUnsubscribe(
                        ControlUnsubscribe.newBuilder().setRoom("chat:a").build())
                .build());

        edge.live("chat:a");
        edge.live("chat:b");

        assertThat(client.next()).contains("\"channel\":\"chat:b\",\"subscribe\":");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void unsubscribedClientIsToldTheCodeAndGetsNothingMore() {
        TestClient client = edge.connected("alice");
        client.ask(subscribe(2, "chat:a"));

        control.apply(to("alice")
                .setUnsubscribe(new ControlUnsubscribe("chat:a", 2_100, "{\"go\":1}"))
                .build());
        edge.event("chat:a", 4);

        assertThat(client.next())
                .isEqualTo("{\"push\":{\"channel\":\"chat:a\",\"unsubscribe\":{\"code\":2100,"
                        + "\"reason\":\"{\\\"go\\\":1}\"}}}");
        assertThat(client.ask("{\"id\":3,\"unsubscribe\":{\"channel\":\"chat:a\"}}"))
                .startsWith("{\"id\":3,");
    }

    @Test
    void unsubscribeWithoutARoomEndsAllSubscriptions() {
        TestClient client = edge.connected("alice");
        client.ask(subscribe(2, "chat:a"));
        client.ask(subscribe(3, "chat:b"));

        control.apply(to("alice")
                .setUnsubscribe(ControlUnsubscribe.newBuilder().setRoom("").build())
                .build());

        assertThat(List.of(client.next(), client.next())).allMatch(push -> push.contains("\"code\":2000"));
        assertThat(client.session.subscriptionCount()).isZero();
    }

    @Test
    void unsubscribeOfWhatIsNotSubscribedSaysNothing() {
        TestClient client = edge.connected("alice");

        control.apply(to("alice")
                .setUnsubscribe(
                        ControlUnsubscribe.newBuilder().setRoom("chat:a").build())
                .build());

        assertThat(client.ask("{\"id\":3,\"unsubscribe\":{\"channel\":\"chat:a\"}}"))
                .startsWith("{\"id\":3,");
    }

    @Test
    void disconnectSparesTheWhitelist() {
        TestClient spared = edge.connected("alice");
        TestClient other = edge.connected("alice");

        int matched = control.apply(to("alice")
                .setDisconnect(new ControlDisconnect(
                        4_700, "banned", List.of(spared.session.client().value())))
                .build());

        assertThat(matched).isOne();
        other.assertClosed(4700);
        assertThat(other.socket.closeReason()).isEqualTo("banned");
        spared.assertOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"reason\":\"x\",\"reconnect\":true}", "12", "\"x\"", "null"})
    void reasonNeverLooksLikeJson(String reason) {
        TestClient client = edge.connected("alice");

        control.apply(to("alice")
                .setDisconnect(new ControlDisconnect(3_503, reason, List.of()))
                .build());

        client.assertClosed(3503);
        assertThat(client.socket.closeReason()).isEqualTo("reason: " + reason);
    }

    @Test
    void code3000IsNeverInACloseFrame() {
        TestClient client = edge.connected("alice");

        control.apply(to("alice")
                .setDisconnect(new ControlDisconnect(3_000, "connection closed", List.of()))
                .build());

        client.assertClosed(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 2999, 5000})
    void otherCodesCannotBe(int code) {
        edge.connected("alice");

        assertThatThrownBy(() -> control.apply(to("alice")
                        .setDisconnect(new ControlDisconnect(code, "", List.of()))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3000 and 4999");
    }

    @Test
    void refreshMovesTheEndAndTellsTheClient() {
        TestClient client = edge.connected("alice");

        control.apply(to("alice")
                .setRefresh(new ControlRefresh(false, edge.clock.instant().plusSeconds(60), bytes("{\"n\":2}")))
                .build());

        assertThat(client.next()).isEqualTo("{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":60}}}");
        client.ask(subscribe(2, "chat:a"));
        assertThat(client.ask("{\"id\":3,\"presence\":{\"channel\":\"chat:a\"}}"))
                .contains("\"conn_info\":{\"n\":2}");
        edge.clock.advance(Duration.ofSeconds(86));
        client.session.tick(System.nanoTime());
        client.assertClosed(3005);
    }

    @Test
    void clientsAreNeverToldToComeBackAfterMoreThanAYear() {
        TestClient client = edge.connected("alice");

        control.apply(to("alice")
                .setRefresh(new ControlRefresh(false, edge.clock.instant().plus(Duration.ofDays(50_000)), null))
                .build());

        assertThat(client.next()).isEqualTo("{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":31536000}}}");
    }

    @Test
    void refreshMayTakeTheEndAway() {
        TestClient client = edge.open();
        client.ask(connect(1, token(claims -> claims.subject("alice").expirationTime(edge.in(60)))));

        control.apply(
                to("alice").setRefresh(new ControlRefresh(false, null, null)).build());

        assertThat(client.next()).isEqualTo("{\"push\":{\"refresh\":{}}}");
        edge.clock.advance(Duration.ofHours(1));
        client.session.tick(System.nanoTime());
        client.assertOpen();
    }

    @Test
    void refreshCanSayThatTheConnectionIsOver() {
        TestClient said = edge.connected("alice");
        TestClient past = edge.connected("bob");

        control.apply(
                to("alice").setRefresh(new ControlRefresh(true, null, null)).build());
        control.apply(to("bob")
                .setRefresh(new ControlRefresh(false, edge.clock.instant().minusSeconds(1), null))
                .build());

        said.assertClosed(3005);
        past.assertClosed(3005);
    }

    @Test
    void questionIsForNoSession() {
        edge.connected("alice");

        assertThat(control.apply(EdgeControl.newBuilder()
                        .setId("1")
                        .setSurvey(new ControlSurvey(null))
                        .build()))
                .isZero();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
