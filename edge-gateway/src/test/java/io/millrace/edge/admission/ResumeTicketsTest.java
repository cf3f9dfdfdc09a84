package io.millrace.edge.admission;

import static io.millrace.edge.admission.TestTokens.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.admission.ResumeTickets.Ticket;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Token;
import io.millrace.id.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResumeTicketsTest {

    private static final Identity ALICE = identity(NOW.plusSeconds(3_600));

    private final TokenVerifier verifier = verifier(TestTokens.secret('r'));

    /// What a ticket that ends then says: its proof ends with it.
    static TokenVerdict redeemed(Identity identity, Instant until) {
        return new TokenVerdict.Valid(new Identity(
                identity.user(),
                identity.info(),
                identity.expiresAt(),
                identity.meta(),
                identity.serverSubscriptions(),
                until));
    }

    @Test
    void ticketSaysAllThatTheTokenSaid() {
        for (Identity identity : new Identity[] {ALICE, identity(null), Identity.ANONYMOUS}) {
            assertThat(verifier.verify(ticket(identity).token(), NOW))
                    .isEqualTo(redeemed(identity, NOW.plusSeconds(120)));
        }
    }

    @Test
    void ticketEndsAfterItsWindow() {
        Ticket ticket = ticket(ALICE);

        assertThat(ticket.until()).isEqualTo(NOW.plusSeconds(120));
        assertThat(verifier.verify(ticket.token(), ticket.until().minusMillis(1)))
                .isEqualTo(redeemed(ALICE, ticket.until()));
        assertThat(verifier.verify(ticket.token(), ticket.until())).isEqualTo(new TokenVerdict.Expired());
    }

    @Test
    void ticketNeverOutlivesTheConnectionItStandsFor() {
        Ticket ticket = ticket(identity(NOW.plusSeconds(5)));

        assertThat(ticket.until()).isEqualTo(NOW.plusSeconds(5));
        assertThat(verifier.verify(ticket.token(), NOW.plusSeconds(5))).isEqualTo(new TokenVerdict.Expired());
        assertThat(verifier.resumeTicket(identity(NOW), NOW)).isEmpty();
    }

    @Test
    void ticketNeverOutlivesTheTokenItStandsFor() {
        Identity proven =
                new Identity(new UserId("alice"), Payload.NONE, null, Payload.NONE, Map.of(), NOW.plusSeconds(5));

        assertThat(ticket(proven).until()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void ticketsAreRevokedUntilTheLastOfThemHasEnded() {
        Ticket ticket = ticket(ALICE);

        verifier.revokeTickets(ALICE.user(), NOW);

        assertThat(verifier.verify(ticket.token(), NOW)).isEqualTo(new TokenVerdict.Expired());
        // The clock of who issued the ticket may be ahead.
        assertThat(verifier.areTicketsRevoked(ALICE.user(), NOW.plusSeconds(179)))
                .isTrue();
        assertThat(verifier.areTicketsRevoked(ALICE.user(), NOW.plusSeconds(180)))
                .isFalse();
        assertThat(verifier.areTicketsRevoked(new UserId("bob"), NOW)).isFalse();
    }

    @Test
    void ticketOfATicketMovesNoEnd() {
        Instant later = NOW.plusSeconds(100);
        Identity resumed = ((TokenVerdict.Valid) verifier.verify(ticket(ALICE).token(), later)).identity();

        assertThat(verifier.resumeTicket(resumed, later).orElseThrow().until()).isEqualTo(NOW.plusSeconds(120));
        assertThat(resumed.expiresAt()).isEqualTo(ALICE.expiresAt());
    }

    @Test
    void everyChangedCharacterSendsTheClientForAToken() {
        String ticket = ticket(ALICE).token().value();

        // The last character holds bits that are not part of the hash.
        for (int i = 0; i < ticket.length() - 1; i++) {
            char other = ticket.charAt(i) == 'A' ? 'B' : 'A';
            TokenVerdict verdict =
                    verifier.verify(new Token(ticket.substring(0, i) + other + ticket.substring(i + 1)), NOW);
            assertThat(verdict).as("character %d", i).isNotInstanceOf(TokenVerdict.Valid.class);
            if (i >= "mrt1.".length()) {
                assertThat(verdict).as("character %d", i).isEqualTo(new TokenVerdict.Expired());
            }
        }
    }

    @Test
    void whatIsNoTicketOfOursSendsTheClientForAToken() {
        for (String text :
                new String[] {"mrt1.", "mrt1..", "mrt1.x", "mrt1.!.!", "mrt1.e30.", "mrt1." + "A".repeat(20_000) + ".A"
                }) {
            assertThat(verifier.verify(new Token(text), NOW)).isEqualTo(new TokenVerdict.Expired());
        }
        assertThat(verifier(TestTokens.secret('q')).verify(ticket(ALICE).token(), NOW))
                .as("another secret")
                .isEqualTo(new TokenVerdict.Expired());
        assertThat(TokenVerifier.none().verify(ticket(ALICE).token(), NOW))
                .as("tickets are off")
                .isEqualTo(new TokenVerdict.Expired());
    }

    @Test
    void withoutTicketsNoneIsIssued() {
        assertThat(TokenVerifier.none().resumeTicket(ALICE, NOW)).isEmpty();
    }

    @Test
    void tooGreatATicketIsNotIssued() {
        Identity huge = new Identity(UserId.ANONYMOUS, json("\"" + "x".repeat(20_000) + "\""), null);

        assertThat(verifier.resumeTicket(huge, NOW)).isEmpty();
    }

    @Test
    void ticketDoesNotShowInLogs() {
        assertThat(ticket(ALICE).toString()).doesNotContain("mrt1");
    }

    @Test
    void ticketCannotBeMadeByWhoeverMakesTokens() {
        String body = "mrt1."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"sub\":\"root\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(verifier.verify(new Token(body + ".AAAA"), NOW)).isEqualTo(new TokenVerdict.Expired());
    }

    private Ticket ticket(Identity identity) {
        return verifier.resumeTicket(identity, NOW).orElseThrow();
    }

    private static TokenVerifier verifier(byte[] secret) {
        return new TokenVerifier(
                TokenSettings.NONE, PublicKeys.NONE, Optional.of(new ResumeTickets(secret, Duration.ofMinutes(2))));
    }

    private static Identity identity(@Nullable Instant end) {
        return new Identity(
                new UserId("alice \"é\""),
                json("{\"n\": 1.10}"),
                end,
                json("{\"tenant\": 7}"),
                Map.of(
                        "chat:a",
                        new ServerSubscription(
                                json("1"), json("{\"é\":2}"), new Overrides(true, false, null, true, false)),
                        "chat:b",
                        ServerSubscription.PLAIN),
                end);
    }

    private static Payload json(String text) {
        return Payload.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
