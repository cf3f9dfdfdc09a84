package io.millrace.edge.session;

import static io.millrace.edge.session.EdgeRun.connect;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.socket.MessageKind;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import io.millrace.schema.edge.ControlRefresh;
import io.millrace.schema.edge.ControlTarget;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocol sections 4, 4.1 and 4.2.
@Timeout(60)
class ConnectTest {

    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String SUBSCRIBE = "{\"id\":2,\"subscribe\":{\"channel\":\"chat:lobby\"}}";

    private final EdgeRun edge = EdgeRun.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void anonymousClientIsConnectedWhereThatIsAllowed() {
        TestClient client = edge.open();

        assertThat(client.ask(CONNECT))
                .matches("\\{\"id\":1,\"connect\":\\{\"client\":\"[0-9a-f-]{36}\",\"version\":\"Millrace 0.1\","
                        + "\"ping\":25,\"pong\":true}}");
    }

    @Test
    void anonymousClientIsDisconnectedWhereThatIsNotAllowed() {
        try (EdgeRun strict = EdgeRun.with(Map.of("edge.auth.anonymous", "false"))) {
            TestClient client = strict.open();

            client.send(CONNECT, SUBSCRIBE);

            client.assertClosed(3501);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void everyConnectionHasAnIdOfItsOwn() {
        assertThat(edge.open().ask(CONNECT)).isNotEqualTo(edge.open().ask(CONNECT));
    }

    @Test
    void validTokenConnectsItsUserAndIsAudited() {
        TestClient client = edge.open();

        String reply = client.ask(connect(1, token(claims -> claims.subject("alice"))));

        assertThat(reply).contains("\"client\":").doesNotContain("expires", "ttl");
        assertThat(client.session.identity().user().value()).isEqualTo("alice");
        AuditEvent event = edge.sink.await(Topics.AUDIT_EVENTS, 1).value();
        assertThat(event.getActor()).isEqualTo("alice");
        assertThat(event.getOutcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(event.getAddress()).isEqualTo("192.0.2.7");
    }

    @Test
    void connectionOfAnExpiringTokenExpires() {
        String reply = edge.open().ask(connect(1, token(claims -> claims.expirationTime(edge.in(90)))));

        assertThat(reply).contains("\"expires\":true,\"ttl\":90");
    }

    @Test
    void expiredTokenIsAnErrorAndTheConnectionCanDoNothingMore() {
        TestClient client = edge.open();

        assertThat(client.ask(connect(1, token(claims -> claims.expirationTime(edge.in(-1))))))
                .isEqualTo("{\"id\":1,\"error\":{\"code\":109,\"message\":\"token expired\"}}");
        client.assertOpen();
        client.send(CONNECT);

        client.assertClosed(3501);
    }

    @Test
    void restOfTheMessageIsNotHandledAfterAnExpiredToken() {
        TestClient client = edge.open();

        client.send(connect(1, token(claims -> claims.expirationTime(edge.in(-1)))), SUBSCRIBE);

        assertThat(client.next()).contains("\"code\":109");
        client.assertOpen();
        assertThat(client.rest()).isEmpty();
        assertThat(edge.server.told()).isEmpty();
    }

    @Test
    void invalidTokenIsDisconnectedAndAuditedWithoutTheToken() {
        TestClient client = edge.open();
        String forged = token(claims -> claims.subject("alice")) + "x";

        client.send(connect(1, forged));

        client.assertClosed(3500);
        assertThat(client.socket.closeReason()).isEqualTo("invalid token");
        AuditEvent event = edge.sink.await(Topics.AUDIT_EVENTS, 1).value();
        assertThat(event.getOutcome()).isEqualTo(Outcome.REFUSED);
        assertThat(event.toString()).doesNotContain(forged).doesNotContain("alice");
    }

    @Test
    void auditThatCannotBeWrittenKeepsNobodyOut() {
        edge.sink.refuse();

        assertThat(edge.open().ask(connect(1, token(claims -> claims.subject("alice")))))
                .contains("\"connect\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"subscribe\":{\"channel\":\"chat:lobby\"}}",
                "{\"id\":1,\"unsubscribe\":{\"channel\":\"chat:lobby\"}}",
                "{\"id\":1,\"publish\":{\"channel\":\"chat:lobby\",\"data\":{}}}",
                "{\"id\":1,\"presence\":{\"channel\":\"chat:lobby\"}}",
                "{\"id\":1,\"presence_stats\":{\"channel\":\"chat:lobby\"}}",
                "{\"id\":1,\"history\":{\"channel\":\"chat:lobby\"}}",
                "{\"id\":1,\"rpc\":{\"method\":\"publish\",\"data\":{}}}",
                "{\"id\":1,\"refresh\":{\"token\":\"x\"}}",
                "{\"id\":1,\"sub_refresh\":{\"channel\":\"chat:lobby\",\"token\":\"x\"}}",
                "{\"send\":{\"data\":{}}}",
                "{}"
            })
    void nothingButConnectComesFirst(String command) {
        TestClient client = edge.open();

        client.send(command);

        client.assertClosed(3501);
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void secondConnectIsDisconnected() {
        TestClient client = edge.connected();

        client.send("{\"id\":2,\"connect\":{}}");

        client.assertClosed(3501);
    }

    @Test
    void roomsAreNotFollowedForWhoIsNotConnected() {
        TestClient client = edge.open();

        client.send(connect(1, "forged"), SUBSCRIBE, "{\"id\":3,\"subscribe\":{\"channel\":\"chat:other\"}}");

        client.assertClosed(3500);
        assertThat(edge.server.told()).isEmpty();
    }

    @Test
    void roomsAreNotFollowedForWhoMayNotSubscribe() {
        TestClient client = edge.open();

        client.send(
                CONNECT,
                "{\"id\":2,\"subscribe\":{\"channel\":\"closed:a\"}}",
                "{\"id\":3,\"subscribe\":{\"channel\":\"users:a\"}}");

        client.next();
        assertThat(client.next()).contains("\"code\":103");
        assertThat(client.next()).contains("\"code\":103");
        assertThat(edge.server.told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "{\"id\":1", "{\"id\":1,\"fly\":{}}", "{\"id\":2,\"ping\":{}}"})
    void malformedMessageIsDisconnected(String message) {
        TestClient client = edge.connected();

        client.send(message);

        client.assertClosed(3501);
    }

    @Test
    void frameOfTheWrongKindIsDisconnected() {
        TestClient json = edge.open();
        TestClient protobuf = edge.open(Encoding.PROTOBUF);

        TestClient.await(json.post(MessageKind.BINARY, new byte[] {0}));
        TestClient.await(protobuf.post(MessageKind.TEXT, new byte[] {'{', '}'}));

        json.assertClosed(3506);
        protobuf.assertClosed(3506);
    }

    @Test
    void sendIsDisconnectedBecauseNobodyHandlesIt() {
        TestClient client = edge.connected();

        client.send("{\"send\":{\"data\":{}}}");

        client.assertClosed(3508);
    }

    @Test
    void clientThatDoesNotConnectInTimeIsStale() {
        TestClient client = edge.open();

        client.session.tick(in(Duration.ofMillis(9_900)));
        client.assertOpen();
        client.session.tick(in(Duration.ofMillis(10_100)));

        client.assertClosed(3502);
    }

    @Test
    void refusedClientIsStaleToo() {
        TestClient client = edge.open();
        client.ask(connect(1, token(claims -> claims.expirationTime(edge.in(-1)))));

        client.session.tick(in(Duration.ofSeconds(11)));

        client.assertClosed(3502);
    }

    @Test
    void pingIsAnsweredOnce() {
        TestClient client = edge.connected();
        client.session.tick(in(Duration.ofSeconds(26)));
        assertThat(client.next()).isEqualTo("{}");

        client.send("{}");
        client.assertOpen();
        client.send("{}");

        client.assertClosed(3501);
    }

    @Test
    void pongWithoutPingIsDisconnected() {
        TestClient client = edge.connected();

        client.send("{}");

        client.assertClosed(3501);
    }

    @Test
    void otherMessagesAreNoLifeSign() {
        TestClient client = edge.connected();
        client.session.tick(in(Duration.ofSeconds(26)));
        client.next();

        client.ask("{\"id\":2,\"unsubscribe\":{\"channel\":\"chat:lobby\"}}");
        client.session.tick(in(Duration.ofSeconds(35)));

        client.assertClosed(3012);
    }

    @Test
    void clientThatAnswersItsPingsStays() {
        TestClient client = edge.connected();

        for (int ping = 1; ping <= 5; ping++) {
            client.session.tick(in(Duration.ofSeconds(26L * ping)));
            assertThat(client.ask("{}")).isEqualTo("{}");
            client.session.tick(in(Duration.ofSeconds(26L * ping + 9)));
        }

        client.assertOpen();
    }

    @Test
    void refreshMovesTheExpiry() {
        TestClient client = expiring(60);

        String reply = client.ask("{\"id\":2,\"refresh\":{\"token\":\"" + userToken("alice", 600) + "\"}}");
        edge.clock.advance(Duration.ofSeconds(500));
        client.session.tick(System.nanoTime());

        assertThat(reply)
                .contains("{\"id\":2,\"refresh\":{\"client\":\"" + client.session.client() + "\"")
                .contains("\"expires\":true,\"ttl\":600");
        client.assertOpen();
    }

    @Test
    void connectionEndsAfterExpiryAndGrace() {
        TestClient client = expiring(60);

        edge.clock.advance(Duration.ofSeconds(85));
        client.session.tick(System.nanoTime());
        client.assertOpen();
        edge.clock.advance(Duration.ofSeconds(1));
        client.session.tick(System.nanoTime());

        client.assertClosed(3005);
    }

    @Test
    void connectionThatWouldNeverEndHarmsNobodyElse() {
        TestClient odd = edge.open();
        odd.ask(connect(1, token(claims -> claims.claim("expire_at", Long.MAX_VALUE))));
        TestClient other = edge.open();

        edge.registry.tick(in(Duration.ofSeconds(11)));

        other.assertClosed(3502);
        odd.assertOpen();
    }

    @Test
    void refreshWithAnExpiredTokenEndsTheConnection() {
        TestClient client = expiring(60);

        client.send("{\"id\":2,\"refresh\":{\"token\":\"" + userToken("alice", -1) + "\"}}");

        client.assertClosed(3005);
    }

    @Test
    void refreshForAnotherUserIsDisconnected() {
        TestClient client = expiring(60);

        client.send("{\"id\":2,\"refresh\":{\"token\":\"" + userToken("mallory", 60) + "\"}}");

        client.assertClosed(3500);
    }

    @Test
    void refreshWithAForgedTokenIsDisconnected() {
        TestClient client = expiring(60);

        client.send("{\"id\":2,\"refresh\":{\"token\":\"forged\"}}");

        client.assertClosed(3500);
    }

    @Test
    void refreshWithoutATokenIsDisconnected() {
        TestClient client = expiring(60);

        client.send("{\"id\":2,\"refresh\":{}}");

        client.assertClosed(3501);
    }

    @Test
    void refreshOfAConnectionThatDoesNotExpireIsDisconnected() {
        TestClient client = edge.connected("alice");

        client.send("{\"id\":2,\"refresh\":{\"token\":\"" + userToken("alice", 60) + "\"}}");

        client.assertClosed(3501);
    }

    @Test
    void refreshThatCrossesTheServersOwnIsTaken() {
        TestClient client = expiring(60);
        new SessionControl(edge.registry, edge.services)
                .apply(EdgeControl.newBuilder()
                        .setId("1")
                        .setTarget(new ControlTarget("alice", "", ""))
                        .setRefresh(new ControlRefresh(false, null, null))
                        .build());
        client.next();

        assertThat(client.ask("{\"id\":2,\"refresh\":{\"token\":\"" + userToken("alice", 120) + "\"}}"))
                .contains("\"ttl\":120");
    }

    private TestClient expiring(long seconds) {
        TestClient client = edge.open();
        client.ask(connect(1, userToken("alice", seconds)));
        return client;
    }

    private String userToken(String user, long seconds) {
        return token(claims -> claims.subject(user).expirationTime(edge.in(seconds)));
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }
}
