package io.millrace.edge.session;

import static io.millrace.edge.session.EdgeRun.connect;
import static io.millrace.edge.session.EdgeRun.subscribe;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Limits and flags of who may come and what they may ask (protocol sections 4 and 16).
@Timeout(60)
class AdmissionLimitsTest {

    private static final String ANONYMOUS = "{\"id\":1,\"connect\":{}}";

    @Test
    void userHasNoMoreConnectionsThanAllowed() {
        try (EdgeRun edge = EdgeRun.with(Map.of("edge.limits.user-connections", "2"))) {
            TestClient first = edge.connected("alice");
            edge.connected("alice");
            TestClient third = edge.open();

            third.send(connect(1, token(claims -> claims.subject("alice"))));
            third.assertClosed(3504);
            first.close();

            assertThat(edge.open().ask(connect(1, token(claims -> claims.subject("alice")))))
                    .contains("\"connect\":");
            assertThat(edge.open().ask(connect(1, token(claims -> claims.subject("bob")))))
                    .contains("\"connect\":");
        }
    }

    @Test
    void usersWithoutANameAreNotCounted() {
        try (EdgeRun edge = EdgeRun.with(Map.of("edge.limits.user-connections", "1"))) {
            edge.connected();

            assertThat(edge.open().ask(ANONYMOUS)).contains("\"connect\":");
        }
    }

    @Test
    void tokenWithoutAUserIsRefusedWhereThatIsConfigured() {
        try (EdgeRun edge = EdgeRun.with(Map.of("edge.auth.disallow-anonymous-tokens", "true"))) {
            TestClient client = edge.open();

            client.send(connect(1, token(claims -> claims)));

            client.assertClosed(3507);
            assertThat(edge.open().ask(ANONYMOUS)).as("without any token").contains("\"connect\":");
        }
    }

    @Test
    void connectionsComeNoFasterThanAllowed() {
        ConnectionRate rate = new ConnectionRate(4, Long.MAX_VALUE);
        long now = Long.MAX_VALUE;

        assertThat(List.of(rate.take(now), rate.take(now), rate.take(now), rate.take(now), rate.take(now)))
                .containsExactly(true, true, true, true, false);
        now += Duration.ofMillis(249).toNanos();
        assertThat(rate.take(now)).isFalse();
        now += Duration.ofMillis(1).toNanos();
        assertThat(rate.take(now)).isTrue();
        assertThat(rate.take(now)).isFalse();
    }

    @Test
    void silenceDoesNotSaveUpConnections() {
        ConnectionRate rate = new ConnectionRate(2, 0);
        long later = Duration.ofHours(1).toNanos();

        assertThat(List.of(rate.take(later), rate.take(later), rate.take(later)))
                .containsExactly(true, true, false);
    }

    @Test
    void anyNumberOfConnectionsComesWithoutALimit() {
        ConnectionRate rate = new ConnectionRate(0, 0);

        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.take(0)).isTrue();
        }
    }

    @Test
    void placesAreRefusedWhileConnectionsComeTooFast() {
        try (EdgeRun edge = EdgeRun.with(Map.of("edge.limits.connection-rate", "1"))) {
            assertThat(edge.registry.reserve()).isTrue();
            assertThat(edge.registry.reserve()).isFalse();
        }
    }

    @Test
    void channelNameIsNoLongerThanAllowed() {
        try (EdgeRun edge = EdgeRun.with(Map.of("edge.limits.channel-name", "10"))) {
            TestClient client = edge.connected();

            assertThat(client.ask(subscribe(2, "chat:12345"))).contains("\"subscribe\":");
            assertThat(client.ask(subscribe(3, "chat:123456")))
                    .contains("\"code\":107", "longer than 10 characters, it has 11");
        }
    }

    @Test
    void channelNameMatchesThePatternOfItsNamespace() {
        try (EdgeRun edge = EdgeRun.start()) {
            TestClient client = edge.connected();

            assertThat(client.ask(subscribe(2, "digits:123"))).contains("\"subscribe\":");
            assertThat(client.ask(subscribe(3, "digits:12a"))).contains("\"code\":107", "pattern");
            assertThat(client.ask("{\"id\":4,\"publish\":{\"channel\":\"digits:x\",\"data\":{}}}"))
                    .contains("\"code\":107");
        }
    }

    @Test
    void positionsAreForThoseWhoAskWhereTheNamespaceSaysSo() {
        try (EdgeRun edge = EdgeRun.start()) {
            TestClient client = edge.connected();

            assertThat(client.ask(subscribe(2, "asked:a"))).isEqualTo("{\"id\":2,\"subscribe\":{}}");
            assertThat(client.ask("{\"id\":3,\"subscribe\":{\"channel\":\"asked:b\",\"positioned\":true}}"))
                    .isEqualTo("{\"id\":3,\"subscribe\":{\"epoch\":\"e1\",\"offset\":3,\"positioned\":true}}");
            assertThat(client.ask("{\"id\":4,\"subscribe\":{\"channel\":\"asked:c\",\"recoverable\":true}}"))
                    .contains("\"recoverable\":true", "\"positioned\":true");
        }
    }

    @Test
    void everythingIsOpenInInsecureMode() {
        Map<String, String> insecure = Map.of("edge.auth.anonymous", "false", "edge.auth.insecure", "true");
        try (EdgeRun edge = EdgeRun.with(insecure)) {
            TestClient client = edge.connected();

            assertThat(client.ask(subscribe(2, "closed:a"))).contains("\"subscribe\":");
            assertThat(client.ask("{\"id\":3,\"history\":{\"channel\":\"members:a\"}}"))
                    .contains("\"history\":");
        }
    }

    @Test
    void connectReplyTellsTheTimeWhereThatIsConfigured() {
        try (EdgeRun edge = EdgeRun.with(Map.of("edge.sessions.connect-time", "true"))) {
            assertThat(edge.open().ask(ANONYMOUS))
                    .contains("\"time\":" + edge.clock.instant().toEpochMilli());
        }
    }

    @Test
    void rpcIsNotThereWhenItIsTurnedOff() {
        try (EdgeRun edge = EdgeRun.with(Map.of("edge.sessions.rpc-publish", "false"))) {
            assertThat(edge.connected().ask("{\"id\":2,\"rpc\":{\"method\":\"publish\",\"data\":{}}}"))
                    .contains("\"code\":108");
        }
    }

    @Test
    void connectionOverBeforeItBeginsIsAnError() {
        try (EdgeRun edge = EdgeRun.start()) {
            TestClient client = edge.open();
            long past = edge.clock.instant().getEpochSecond() - 1;

            assertThat(client.ask(
                            connect(1, token(claims -> claims.subject("alice").claim("expire_at", past)))))
                    .contains("\"code\":110");
        }
    }

    @Test
    void usersAreFoundHoweverManySessionsTheyHave() {
        try (EdgeRun edge = EdgeRun.start()) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(edge.connected("alice"));
            }
            edge.connected("bob");
            edge.connected();

            assertThat(edge.registry.users()).isEqualTo(3);
            assertThat(edge.registry.of(clients.getFirst().session.identity().user()))
                    .hasSize(20);
            clients.forEach(TestClient::close);

            assertThat(edge.registry.of(clients.getFirst().session.identity().user()))
                    .isEmpty();
            assertThat(edge.registry.users()).isEqualTo(2);
        }
    }
}
