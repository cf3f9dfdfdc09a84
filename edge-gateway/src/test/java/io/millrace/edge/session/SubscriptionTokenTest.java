package io.millrace.edge.session;

import static io.millrace.edge.session.EdgeRun.subscribe;
import static io.millrace.edge.session.EdgeRun.ticket;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Subscription tokens, their end and their refresh (protocol sections 4.2, 5 and 14).
@Timeout(60)
class SubscriptionTokenTest {

    private final EdgeRun edge = EdgeRun.start();
    private final TestClient client = edge.connected("alice");

    @AfterEach
    void close() {
        edge.close();
    }

    @ParameterizedTest
    @CsvSource({"closed:a", "$chat:a", "$bare:a", "dialog:x#bob"})
    void tokenOpensWhatTheNamespaceDoesNot(String channel) {
        assertThat(client.ask(subscribe(2, channel))).contains("\"code\":103");

        assertThat(client.ask(subscribe(3, channel, ticket("alice", channel)))).contains("{\"id\":3,\"subscribe\":");
    }

    @Test
    void userInTheNameNeedsNoToken() {
        assertThat(client.ask(subscribe(2, "dialog:x#bob,alice"))).contains("\"subscribe\":");
    }

    @Test
    void nameIsForNobodyElse() {
        assertThat(client.ask(subscribe(2, "dialog:x#alice2,bob"))).contains("\"code\":103");
        assertThat(edge.connected().ask(subscribe(2, "dialog:x#"))).contains("\"code\":103");
    }

    @Test
    void dataAndInfoOfTheTokenAreTaken() {
        String rich = token(claims -> claims.subject("alice")
                .claim("channel", "closed:a")
                .claim("data", Map.of("seat", 7))
                .claim("info", Map.of("role", "host")));

        assertThat(client.ask(subscribe(2, "closed:a", rich))).contains("\"data\":{\"seat\":7}");
        assertThat(client.ask("{\"id\":3,\"presence\":{\"channel\":\"closed:a\"}}"))
                .contains("\"chan_info\":{\"role\":\"host\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "presence, false, join closed:a ANNOUNCED, false",
        "join_leave, false, join closed:a LISTED, true",
        "presence, true, join closed:a, true"
    })
    void tokenSaysWhetherTheSubscriberIsListedAndAnnounced(String option, boolean value, String told, boolean listed) {
        String ticket = token(claims -> claims.subject("alice")
                .claim("channel", "closed:a")
                .claim("override", Map.of(option, Map.of("value", value))));

        client.ask(subscribe(2, "closed:a", ticket));

        assertThat(edge.server.told()).contains(told);
        String presence = client.ask("{\"id\":3,\"presence\":{\"channel\":\"closed:a\"}}");
        assertThat(presence.contains("\"user\":\"alice\"")).isEqualTo(listed);
    }

    @ParameterizedTest
    @CsvSource({"bob, closed:a, ''", "alice, closed:b, ''", "alice, closed:a, somebody-else"})
    void tokenForSomethingElseEndsTheConnection(String user, String channel, String other) {
        client.send(subscribe(2, "closed:a", token(claims -> {
            claims.subject(user).claim("channel", channel);
            return other.isEmpty() ? claims : claims.claim("client", other);
        })));

        client.assertClosed(3500);
    }

    @Test
    void tokenMayBeForThisClientOnly() {
        String own = token(claims -> claims.subject("alice")
                .claim("channel", "closed:a")
                .claim("client", client.session.client().value()));

        assertThat(client.ask(subscribe(2, "closed:a", own))).contains("\"subscribe\":");
    }

    @Test
    void forgedTokenIsRefusedEvenWhereNoneIsNeeded() {
        assertThat(client.ask(subscribe(2, "chat:a", "forged"))).contains("\"code\":103");
        assertThat(client.ask(subscribe(3, "chat:a", token(claims -> claims.subject("alice")))))
                .contains("\"code\":103");
        client.assertOpen();
    }

    @Test
    void expiredTokenSendsTheClientForAnother() {
        assertThat(client.ask(subscribe(2, "closed:a", expiring("closed:a", -1))))
                .isEqualTo("{\"id\":2,\"error\":{\"code\":109,\"message\":\"token expired\"}}");
    }

    @Test
    void subscriptionOverBeforeItBeginsIsAnError() {
        String over = token(claims -> claims.subject("alice")
                .claim("channel", "closed:a")
                .claim("expire_at", edge.clock.instant().getEpochSecond() - 5));

        assertThat(client.ask(subscribe(2, "closed:a", over))).contains("\"code\":110");
        assertThat(client.session.subscriptionCount()).isZero();
    }

    @Test
    void tokensOfManySubscribesInOneMessageAreAllTaken() {
        client.send(
                subscribe(2, "closed:a", ticket("alice", "closed:a")),
                subscribe(3, "closed:b", ticket("alice", "closed:b")),
                subscribe(4, "closed:c", expiring("closed:c", -1)),
                subscribe(5, "closed:d", "forged"));

        assertThat(client.next()).startsWith("{\"id\":2,\"subscribe\":");
        assertThat(client.next()).startsWith("{\"id\":3,\"subscribe\":");
        assertThat(client.next()).startsWith("{\"id\":4,\"error\":{\"code\":109");
        assertThat(client.next()).startsWith("{\"id\":5,\"error\":{\"code\":103");
        assertThat(edge.server.told()).doesNotContain("attach closed:c", "attach closed:d");
    }

    @Test
    void repeatedCommandsOfOneMessageDoNotBorrowTokens() {
        client.send(subscribe(2, "closed:a", ticket("alice", "closed:a")), subscribe(2, "closed:b", "forged"));

        assertThat(client.next()).startsWith("{\"id\":2,\"subscribe\":");
        assertThat(client.next()).startsWith("{\"id\":2,\"error\":{\"code\":103");
    }

    @Test
    void subscriptionEndsAfterExpiryAndGrace() {
        assertThat(client.ask(subscribe(2, "closed:a", expiring("closed:a", 60))))
                .contains("\"expires\":true,\"ttl\":60");

        pass(85);
        client.assertOpen();
        assertThat(client.rest()).isEmpty();
        pass(1);

        assertThat(client.next())
                .isEqualTo("{\"push\":{\"channel\":\"closed:a\",\"unsubscribe\":{\"code\":2501,"
                        + "\"reason\":\"subscription expired\"}}}");
        assertThat(edge.server.told()).contains("leave closed:a");
        assertThat(client.session.subscriptionCount()).isZero();
    }

    @Test
    void refreshMovesTheEnd() {
        client.ask(subscribe(2, "closed:a", expiring("closed:a", 60)));

        assertThat(client.ask(refresh(3, "closed:a", expiring("closed:a", 600))))
                .isEqualTo("{\"id\":3,\"sub_refresh\":{\"expires\":true,\"ttl\":600}}");
        pass(500);

        assertThat(client.session.subscriptionCount()).isOne();
        pass(200);
        assertThat(client.session.subscriptionCount()).isZero();
    }

    @Test
    void refreshMayTakeTheEndAway() {
        client.ask(subscribe(2, "closed:a", expiring("closed:a", 60)));

        assertThat(client.ask(refresh(3, "closed:a", ticket("alice", "closed:a"))))
                .isEqualTo("{\"id\":3,\"sub_refresh\":{}}");
        pass(5_000);

        assertThat(client.session.subscriptionCount()).isOne();
    }

    @Test
    void subscriptionLeftAndMadeAgainHasTheEndOfTheNewToken() {
        client.ask(subscribe(2, "closed:a", expiring("closed:a", 60)));
        client.ask("{\"id\":3,\"unsubscribe\":{\"channel\":\"closed:a\"}}");
        client.ask(subscribe(4, "closed:a", ticket("alice", "closed:a")));

        pass(5_000);

        assertThat(client.session.subscriptionCount()).isOne();
    }

    @Test
    void refreshNeedsASubscriptionAndAToken() {
        assertThat(client.ask(refresh(2, "closed:a", "x"))).contains("\"code\":103");
        client.ask(subscribe(3, "closed:a", expiring("closed:a", 60)));
        assertThat(client.ask("{\"id\":4,\"sub_refresh\":{\"channel\":\"closed:a\"}}"))
                .contains("\"code\":107");
    }

    @Test
    void refreshWithAnExpiredTokenIsAnError() {
        client.ask(subscribe(2, "closed:a", expiring("closed:a", 60)));

        assertThat(client.ask(refresh(3, "closed:a", expiring("closed:a", -1)))).contains("\"code\":110");
        client.assertOpen();
    }

    @ParameterizedTest
    @CsvSource({"alice, closed:b", "bob, closed:a"})
    void refreshWithATokenForSomethingElseEndsTheConnection(String user, String channel) {
        client.ask(subscribe(2, "closed:a", expiring("closed:a", 60)));

        client.send(refresh(3, "closed:a", ticket(user, channel)));

        client.assertClosed(3500);
    }

    @Test
    void refreshWithAForgedTokenEndsTheConnection() {
        client.ask(subscribe(2, "closed:a", expiring("closed:a", 60)));

        client.send(refresh(3, "closed:a", "forged"));

        client.assertClosed(3500);
    }

    @Test
    void refreshOfAServerSideSubscriptionEndsTheConnection() {
        TestClient other = edge.connectedTo("bob", "closed:a");

        other.send(refresh(2, "closed:a", ticket("bob", "closed:a")));

        other.assertClosed(3501);
    }

    @Test
    void refreshOfNoChannelEndsTheConnection() {
        client.send(refresh(2, "", "x"));

        client.assertClosed(3501);
    }

    private void pass(long seconds) {
        edge.clock.advance(Duration.ofSeconds(seconds));
        // Only the wall clock has moved: no ping is due.
        client.session.tick(System.nanoTime());
    }

    private String expiring(String channel, long seconds) {
        return token(claims -> claims.subject("alice").claim("channel", channel).expirationTime(edge.in(seconds)));
    }

    private static String refresh(int id, String channel, String token) {
        return "{\"id\":" + id + ",\"sub_refresh\":{\"channel\":\"" + channel + "\",\"token\":\"" + token + "\"}}";
    }
}
