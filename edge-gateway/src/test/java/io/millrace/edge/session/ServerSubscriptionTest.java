package io.millrace.edge.session;

import static io.millrace.edge.session.EdgeRun.connect;
import static io.millrace.edge.session.EdgeRun.subscribe;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.id.RoomId;
import io.millrace.schema.edge.ControlSubscribe;
import io.millrace.schema.edge.ControlTarget;
import io.millrace.schema.edge.ControlUnsubscribe;
import io.millrace.schema.edge.EdgeControl;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Subscriptions that a connection begins with (protocol sections 4, 7 and 14).
@Timeout(60)
class ServerSubscriptionTest {

    private final EdgeRun edge = EdgeRun.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void connectReplyTellsTheSubscriptionsOfTheToken() {
        String reply = connectTo(Map.of("chat:a", Map.of(), "bare:b", Map.of("data", Map.of("colour", "red"))));

        assertThat(reply)
                .contains("\"chat:a\":{\"recoverable\":true,\"epoch\":\"e1\",\"offset\":3,\"positioned\":true}")
                .contains("\"bare:b\":{\"data\":{\"colour\":\"red\"}}");
        assertThat(edge.server.told()).contains("join chat:a");
    }

    @Test
    void publicationsArePushedWithoutASubscribe() {
        TestClient client = edge.connectedTo("alice", "chat:a");

        edge.event("chat:a", 4);

        assertThat(client.next()).contains("\"channel\":\"chat:a\",\"pub\":").contains("\"offset\":4");
    }

    @Test
    void infoOfTheTokenIsSeenInItsChannelOnly() {
        TestClient client = edge.open();
        client.ask(connect(
                1,
                token(claims -> claims.subject("alice")
                        .claim("info", Map.of("n", 1))
                        .claim("subs", Map.of("chat:a", Map.of("info", Map.of("role", "host")), "chat:b", Map.of())))));

        assertThat(client.ask("{\"id\":2,\"presence\":{\"channel\":\"chat:a\"}}"))
                .contains("\"conn_info\":{\"n\":1},\"chan_info\":{\"role\":\"host\"}");
        assertThat(client.ask("{\"id\":3,\"presence\":{\"channel\":\"chat:b\"}}"))
                .contains("\"conn_info\":{\"n\":1}")
                .doesNotContain("chan_info");
    }

    @Test
    void infoOfTheChannelIsWithTheClientsPublications() {
        TestClient client = edge.open();
        client.ask(connect(
                1,
                token(claims -> claims.subject("alice")
                        .claim("subs", Map.of("chat:a", Map.of("info", Map.of("role", "host")))))));

        client.send("{\"id\":2,\"publish\":{\"channel\":\"chat:a\",\"data\":{}}}");

        assertThat(StandardCharsets.UTF_8
                        .decode(edge.accept(1, 4).getSender().getChanInfo())
                        .toString())
                .isEqualTo("{\"role\":\"host\"}");
    }

    @Test
    void pushesWaitForTheConnectReply() {
        edge.server.goAway();
        TestClient client = edge.open();
        Future<?> connecting = client.post(connect(
                1, token(claims -> claims.subject("alice").claim("channels", List.of("chat:a", "chat:b")))));
        edge.server.awaitTold("attach chat:a");
        edge.server.awaitTold("attach chat:b");

        live("chat:a");
        edge.server.deliver(() ->
                edge.hub.event(new RoomId("chat:a"), RoomFixtures.EPOCH, RoomFixtures.event(1), System.nanoTime()));
        assertThat(client.rest()).isEmpty();
        live("chat:b");
        TestClient.await(connecting);

        assertThat(client.next()).startsWith("{\"id\":1,\"connect\":").contains("\"chat:a\":", "\"chat:b\":");
        assertThat(client.next()).contains("\"channel\":\"chat:a\",\"pub\":");
    }

    @Test
    void clientThatWasThereBeforeRecovers() {
        TestClient client = edge.open();

        String reply = client.ask("{\"id\":1,\"connect\":{\"token\":\"" + channels("chat:a")
                + "\",\"subs\":{\"chat:a\":{\"recover\":true,\"epoch\":\"e1\",\"offset\":1}}}}");

        assertThat(reply)
                .contains("\"recovered\":true,\"offset\":1,")
                .contains("\"was_recovering\":true")
                .contains("\"offset\":2", "\"offset\":3");
    }

    @Test
    void clientCannotWishForSubscriptions() {
        TestClient client = edge.open();

        String reply = client.ask("{\"id\":1,\"connect\":{\"subs\":{\"chat:a\":{\"recover\":true}}}}");

        assertThat(reply).contains("\"connect\":").doesNotContain("chat:a");
        assertThat(client.session.subscriptionCount()).isZero();
    }

    @Test
    void permissionsOfTheNamespaceAreNotAsked() {
        assertThat(connectTo(Map.of("closed:a", Map.of(), "$chat:secret", Map.of())))
                .contains("\"closed:a\":", "\"$chat:secret\":");
    }

    @Test
    void overridesOfTheTokenWin() {
        String reply = connectTo(Map.of(
                "asked:a",
                Map.of("override", Map.of("force_recovery", Map.of("value", true))),
                "asked:b",
                Map.of("override", Map.of("force_positioning", Map.of("value", true))),
                "asked:c",
                Map.of()));

        assertThat(reply)
                .contains("\"asked:a\":{\"recoverable\":true,\"epoch\":\"e1\",\"offset\":3,\"positioned\":true}")
                .contains("\"asked:b\":{\"epoch\":\"e1\",\"offset\":3,\"positioned\":true}")
                .contains("\"asked:c\":{}");
    }

    @Test
    void subscriberThatNobodyMaySeeIsNotSeen() {
        Map<String, Object> no = Map.of("value", false);
        TestClient client = edge.open();
        client.ask(connect(
                1,
                token(claims -> claims.subject("alice")
                        .claim(
                                "subs",
                                Map.of("chat:a", Map.of("override", Map.of("presence", no, "join_leave", no)))))));

        assertThat(client.ask("{\"id\":2,\"presence\":{\"channel\":\"chat:a\"}}"))
                .contains("\"presence\":{\"presence\":{}}");
        client.close();
        assertThat(edge.server.told()).doesNotContain("join chat:a", "leave chat:a");
    }

    @Test
    void clientCannotSubscribeToTheSameChannelAgain() {
        TestClient client = edge.connectedTo("alice", "chat:a");

        assertThat(client.ask(subscribe(2, "chat:a"))).contains("\"code\":105");
    }

    @Test
    void channelOfNoNamespaceIsAnErrorAndNothingIsEntered() {
        String reply = connectTo(Map.of("chat:a", Map.of(), "nowhere:b", Map.of()));

        assertThat(reply).isEqualTo("{\"id\":1,\"error\":{\"code\":102,\"message\":\"unknown channel\"}}");
        assertThat(edge.server.told()).doesNotContain("join chat:a");
    }

    @Test
    void moreChannelsThanAllowedEndTheConnection() {
        try (EdgeRun small = EdgeRun.with(Map.of("edge.limits.subscriptions", "2"))) {
            TestClient client = small.open();

            client.send(connect(1, channels("chat:a", "chat:b", "chat:c")));

            client.assertClosed(3505);
        }
    }

    @Test
    void binaryChannelOnAJsonConnectionEndsIt() {
        TestClient client = edge.open();

        client.send(connect(1, channels("signal:a")));

        client.assertClosed(3506);
    }

    @Test
    void roomThatDoesNotAnswerIsATemporaryErrorAndTheOthersAreLeft() {
        try (EdgeRun impatient = EdgeRun.with(Map.of("edge.timing.command", "300ms"))) {
            impatient.connected().ask(subscribe(2, "chat:a"));
            impatient.server.goAway();
            TestClient client = impatient.open();

            String reply = client.ask(connect(1, channels("chat:a", "chat:b")));
            impatient.event("chat:a", 4);

            assertThat(reply).contains("\"code\":100").contains("\"temporary\":true");
            client.assertOpen();
            assertThat(client.rest()).isEmpty();
            assertThat(client.session.subscriptionCount()).isZero();
        }
    }

    @Test
    void sessionThatEndsWhileItConnectsSaysNothingOfTheRooms() {
        edge.server.goAway();
        TestClient client = edge.open();
        Future<?> connecting = client.post(connect(1, channels("chat:a", "chat:b")));
        edge.server.awaitTold("attach chat:b");
        edge.server.awaitTold("attach chat:a");
        live("chat:a");
        edge.server.deliver(() ->
                edge.hub.event(new RoomId("chat:a"), RoomFixtures.EPOCH, RoomFixtures.event(1), System.nanoTime()));

        client.session.disconnect(DisconnectCode.SHUTDOWN);
        client.assertClosed(3001);
        live("chat:b");
        TestClient.await(connecting);

        assertThat(client.rest()).isEmpty();
    }

    @Test
    void lostStreamEndsTheConnectionBecauseTheClientCannotSubscribeAgain() {
        TestClient client = edge.connectedTo("alice", "chat:a");

        edge.server.deliver(() ->
                edge.hub.snapshot(new RoomId("chat:a"), RoomFixtures.snapshot(RoomFixtures.LATER_EPOCH, 0, List.of())));

        client.assertClosed(3010);
    }

    @Test
    void refreshWithTheSameChannelsGoesOn() {
        TestClient client = expiring("chat:a");

        assertThat(client.ask(refresh("chat:a"))).contains("\"refresh\":", "\"ttl\":600");
    }

    @Test
    void refreshWithOtherChannelsMakesTheClientConnectAgain() {
        TestClient client = expiring("chat:a");

        client.send(refresh("chat:a", "chat:b"));

        client.assertClosed(3010);
    }

    @Test
    void refreshAsksForWhatTheClientHasLeft() {
        TestClient client = expiring("chat:a", "chat:b");
        client.ask("{\"id\":2,\"unsubscribe\":{\"channel\":\"chat:b\"}}");

        client.send(refresh("chat:a", "chat:b"));

        client.assertClosed(3010);
    }

    @Test
    void refreshKnowsWhatTheServerHasDoneInBetween() {
        TestClient client = expiring("chat:a", "chat:b");
        SessionControl control = new SessionControl(edge.registry, edge.services);
        ControlTarget alice = new ControlTarget("alice", "", "");
        control.apply(EdgeControl.newBuilder()
                .setId("1")
                .setTarget(alice)
                .setUnsubscribe(
                        ControlUnsubscribe.newBuilder().setRoom("chat:b").build())
                .build());
        client.next();
        for (String room : List.of("chat:c", "chat:d")) {
            control.apply(EdgeControl.newBuilder()
                    .setId("1")
                    .setTarget(alice)
                    .setSubscribe(ControlSubscribe.newBuilder().setRoom(room).build())
                    .build());
            client.next();
        }

        assertThat(client.ask(refresh("chat:a", "chat:c"))).contains("\"refresh\":");
    }

    @Test
    void clientMayEndAServerSideSubscription() {
        TestClient client = edge.connectedTo("alice", "chat:a");

        assertThat(client.ask("{\"id\":2,\"unsubscribe\":{\"channel\":\"chat:a\"}}"))
                .isEqualTo("{\"id\":2,\"unsubscribe\":{}}");
        assertThat(edge.server.told()).contains("leave chat:a");
    }

    private void live(String room) {
        edge.server.deliver(
                () -> edge.hub.snapshot(new RoomId(room), RoomFixtures.snapshot(RoomFixtures.EPOCH, 0, List.of())));
    }

    private String connectTo(Map<String, Object> subs) {
        return edge.open()
                .ask(connect(1, token(claims -> claims.subject("alice").claim("subs", new HashMap<>(subs)))));
    }

    private TestClient expiring(String... channels) {
        TestClient client = edge.open();
        client.ask(connect(
                1,
                token(claims -> claims.subject("alice")
                        .claim("channels", List.of(channels))
                        .expirationTime(edge.in(60)))));
        return client;
    }

    private String refresh(String... channels) {
        return "{\"id\":2,\"refresh\":{\"token\":\""
                + token(claims -> claims.subject("alice")
                        .claim("channels", List.of(channels))
                        .expirationTime(edge.in(600)))
                + "\"}}";
    }

    private static String channels(String... channels) {
        return token(claims -> claims.subject("alice").claim("channels", List.of(channels)));
    }
}
