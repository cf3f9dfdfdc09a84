package io.millrace.edge.session;

import static io.millrace.edge.session.EdgeRun.connect;
import static io.millrace.edge.session.EdgeRun.token;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    private static Matcher ticket(TestClient client) {
        Matcher answer = ANSWER.matcher(client.ask(ASK));
        assertThat(answer.matches()).isTrue();
        return answer;
    }
}
