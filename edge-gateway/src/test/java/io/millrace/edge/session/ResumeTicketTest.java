package io.millrace.edge.session;

import static io.millrace.edge.session.EdgeRun.connect;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.edge.ControlDisconnect;
import io.millrace.schema.edge.ControlRefresh;
import io.millrace.schema.edge.ControlTarget;
import io.millrace.schema.edge.EdgeControl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rpc method `resume_ticket`, and coming back with what it returns.
@Timeout(60)
class ResumeTicketTest {

    private static final String ASK = "{\"id\":2,\"rpc\":{\"method\":\"resume_ticket\"}}";
    private static final Pattern ANSWER =
            Pattern.compile("\\{\"id\":2,\"rpc\":\\{\"data\":\\{\"ticket\":\"(.+)\",\"ttl\":(\\d+)}}}");

    private final EdgeRun edge =
            EdgeRun.with(Map.of("edge.auth.resume.secret", "a secret of the edges, longer than 32 characters"));

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void ticketConnectsItsUserOnceMore() {
        Matcher answer = ticket(edge.connected("alice"));
        assertThat(answer.group(2)).isEqualTo("120");
        TestClient again = edge.open();

        assertThat(again.ask(connect(1, answer.group(1)))).contains("\"client\":");

        assertThat(again.session.identity().user().value()).isEqualTo("alice");
    }

    @Test
    void ticketOfYesterdaySendsTheClientForAToken() {
        Matcher answer = ticket(edge.connected("alice"));
        edge.clock.advance(Duration.ofMinutes(2));

        assertThat(edge.open().ask(connect(1, answer.group(1)))).contains("\"code\":109");
    }

    @Test
    void ticketEndsWithTheTokenItStandsFor() {
        TestClient client = edge.open();
        client.ask(connect(
                1,
                token(claims -> claims.subject("alice")
                        .expirationTime(java.util.Date.from(edge.clock.instant().plusSeconds(10))))));

        assertThat(ticket(client).group(2)).isIn("9", "10");
    }

    @Test
    void ticketDoesNotRenewItself() {
        Matcher answer = ticket(edge.connected("alice"));
        TestClient again = edge.open();
        again.ask(connect(1, answer.group(1)));

        assertThat(again.ask(ASK)).contains("\"code\":103");
    }

    @Test
    void anonymousClientGetsNone() {
        assertThat(edge.connected().ask(ASK)).contains("\"code\":103");
    }

    @Test
    void withoutASecretTheMethodIsNotKnown() {
        try (EdgeRun without = EdgeRun.start()) {
            assertThat(without.connected("alice").ask(ASK)).contains("\"code\":104");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3_600})
    void ticketEndsWithTheTokenAlthoughTheConnectionGoesOn(long expireIn) {
        TestClient client = edge.open();
        client.ask(connect(
                1,
                token(claims -> claims.subject("alice")
                        .expirationTime(edge.in(10))
                        .claim(
                                "expire_at",
                                expireIn == 0
                                        ? 0
                                        : edge.in(expireIn).toInstant().getEpochSecond()))));
        Matcher answer = ticket(client);
        edge.clock.advance(Duration.ofSeconds(11));

        assertThat(edge.open().ask(connect(1, answer.group(1)))).contains("\"code\":109");
        assertThat(answer.group(2)).isIn("9", "10");
    }

    @Test
    void connectionThatTheServerHasProlongedProvesNothingNew() {
        TestClient client = edge.open();
        client.ask(connect(1, token(claims -> claims.subject("alice").expirationTime(edge.in(10)))));

        apply(control()
                .setRefresh(new ControlRefresh(false, edge.clock.instant().plusSeconds(3_600), null)));
        client.next();

        assertThat(ticket(client).group(2)).isIn("9", "10");
    }

    @ParameterizedTest
    @ValueSource(ints = {3_503, 3_011, 4_000, 4_500})
    void disconnectedUserDoesNotComeBackWithATicket(int code) {
        TestClient client = edge.connected("alice");
        String ticket = ticket(client).group(1);
        String bobs = ticket(edge.connected("bob")).group(1);

        apply(control().setDisconnect(new ControlDisconnect(code, "out", List.of())));
        client.assertClosed(code);
        edge.clock.advance(Duration.ofSeconds(119));

        assertThat(edge.open().ask(connect(1, ticket))).contains("\"code\":109");
        assertThat(edge.open().ask(connect(1, bobs))).contains("\"client\":");
    }

    @Test
    void disconnectAlsoMeetsTheTicketOfWhoIsAway() {
        TestClient client = edge.connected("alice");
        String ticket = ticket(client).group(1);
        client.close();

        apply(control().setDisconnect(ControlDisconnect.newBuilder().build()));

        assertThat(edge.open().ask(connect(1, ticket))).contains("\"code\":109");
    }

    @Test
    void disconnectMeetsATicketThatIsJustBeingLookedAt() {
        String ticket = ticket(edge.connected("alice")).group(1);
        TestClient again = edge.open();
        edge.sink.before(() ->
                apply(control().setDisconnect(ControlDisconnect.newBuilder().build())));

        assertThat(again.ask(connect(1, ticket))).contains("\"code\":109");
    }

    @Test
    void disconnectedUserGetsTicketsThatAreGoodAgainLater() {
        edge.connected("alice");
        apply(control().setDisconnect(ControlDisconnect.newBuilder().build()));
        edge.clock.advance(Duration.ofMinutes(3));

        String ticket = ticket(edge.connected("alice")).group(1);

        assertThat(edge.open().ask(connect(1, ticket))).contains("\"client\":");
    }

    private void apply(EdgeControl.Builder operation) {
        new SessionControl(edge.registry, edge.services).apply(operation.build());
    }

    private static EdgeControl.Builder control() {
        return EdgeControl.newBuilder().setId("1").setTarget(new ControlTarget("alice", "", ""));
    }

    private static Matcher ticket(TestClient client) {
        Matcher answer = ANSWER.matcher(client.ask(ASK));
        assertThat(answer.matches()).isTrue();
        return answer;
    }
}
