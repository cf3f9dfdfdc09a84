package io.millrace.edge.admission;

import io.millrace.edge.admission.RawObject.MalformedClaim;
import io.millrace.edge.protocol.Token;
import io.millrace.id.UserId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// Verifies connection tokens: signed JWTs (RFC 7519) or resume tickets. Thread-safe.
public final class TokenVerifier {

    private static final int MIN_SECRET_BYTES = 32;

    private final SignatureCheck signatures;
    private final ClaimRules rules;
    private final Optional<ResumeTickets> tickets;
    private final SubscriptionTokens subscriptions;

    /// @param settings secrets, keys and rules
    /// @param published further keys, from a provider
    /// @param tickets that stand for tokens for a short time, if there are such
    public TokenVerifier(TokenSettings settings, PublicKeys published, Optional<ResumeTickets> tickets) {
        this.signatures = new SignatureCheck(settings.secrets(), settings.keys(), published);
        this.rules = settings.claims();
        this.tickets = tickets;
        this.subscriptions = new SubscriptionTokens(signatures, rules);
    }

    /// A verifier with one shared secret.
    ///
    /// @param secret at least 32 bytes (RFC 7518 section 3.2)
    /// @throws IllegalArgumentException when the secret is too short
    public static TokenVerifier hmac(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the HMAC secret needs at least " + MIN_SECRET_BYTES + " bytes, has " + secret.length);
        }
        TokenSettings none = TokenSettings.NONE;
        return new TokenVerifier(
                new TokenSettings(SharedSecrets.of(secret), none.keys(), none.claims()),
                PublicKeys.NONE,
                Optional.empty());
    }

    /// A verifier that finds every token invalid, for installations without tokens.
    public static TokenVerifier none() {
        return new TokenVerifier(TokenSettings.NONE, PublicKeys.NONE, Optional.empty());
    }

    /// The same keys and rules, for subscription tokens.
    public SubscriptionTokens subscriptions() {
        return subscriptions;
    }

    /// Whether it is a resume ticket, good or not.
    public static boolean isTicket(Token token) {
        return ResumeTickets.isTicket(token);
    }

    /// A ticket with which a client of this identity may come back for a short time, on any edge; empty when
    /// tickets are off or the identity ends now.
    public Optional<ResumeTickets.Ticket> resumeTicket(Identity identity, Instant now) {
        return tickets.flatMap(issuer -> issuer.issue(identity, now));
    }

    /// From now on, and for as long as such a ticket could be good, tickets of that user are refused.
    public void revokeTickets(UserId user, Instant now) {
        tickets.ifPresent(issuer -> issuer.revoke(user, now));
    }

    /// Whether tickets of that user are refused now.
    public boolean areTicketsRevoked(UserId user, Instant now) {
        return tickets.isPresent() && tickets.get().areRevoked(user, now);
    }

    /// Verifies a token at a time.
    ///
    /// May wait for a key to be fetched, for a bounded time.
    public TokenVerdict verify(Token token, Instant now) {
        if (ResumeTickets.isTicket(token)) {
            // A ticket that is worth nothing any more sends the client for a token, whatever the reason: secrets
            // change, and tickets may have been turned off.
            return tickets.flatMap(issuer -> issuer.redeem(token, now))
                    .<TokenVerdict>map(TokenVerdict.Valid::new)
                    .orElseGet(TokenVerdict.Expired::new);
        }
        return switch (signatures.check(token, now)) {
            case Signed.Good good -> judge(good.payload(), now);
            case Signed.Bad(String reason) -> new TokenVerdict.Invalid(reason);
            case Signed.Unknown(String reason) -> new TokenVerdict.Unavailable(reason);
        };
    }

    private TokenVerdict judge(byte[] payload, Instant now) {
        Claims claims;
        try {
            claims = Claims.read(payload, rules.userClaim());
        } catch (MalformedClaim e) {
            return new TokenVerdict.Invalid(String.valueOf(e.getMessage()));
        }
        if (claims.target() != null) {
            return new TokenVerdict.Invalid("a subscription token cannot open a connection");
        }
        Optional<String> complaint = rules.complaint(claims.origin());
        if (complaint.isPresent()) {
            return new TokenVerdict.Invalid(complaint.get());
        }
        if (!claims.validity().holdsAt(now)) {
            return new TokenVerdict.Expired();
        }
        try {
            return new TokenVerdict.Valid(identity(claims, now));
        } catch (IllegalArgumentException e) {
            return new TokenVerdict.Invalid("the user cannot be: " + e.getMessage());
        }
    }

    static Identity identity(Claims claims, Instant now) {
        Instant end = claims.validity().end(now);
        Instant tokenEnd = claims.validity().tokenEnd(now);
        return new Identity(
                new UserId(claims.user()),
                claims.options().info(),
                end,
                claims.meta(),
                claims.subscriptions(),
                // Mostly the same: every connection keeps it.
                Objects.equals(tokenEnd, end) ? end : tokenEnd);
    }
}
