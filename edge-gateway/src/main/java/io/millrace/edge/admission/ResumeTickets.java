package io.millrace.edge.admission;

import io.millrace.edge.admission.RawObject.MalformedClaim;
import io.millrace.edge.protocol.Token;
import io.millrace.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Issues and redeems resume tickets: what an edge knows of a verified token, with a keyed hash
/// (HMAC-SHA-256) in place of the provider's signature. A storm of reconnects then costs no signature checks
/// and needs no keys. Thread-safe.
///
/// A ticket is as good as the token it stands for, to whoever holds it, and never longer: it ends with the
/// token's own `exp`, although the connection may go on until `expire_at`. It ends after the window in any
/// case, is good on every edge with the same secret, and cannot be taken for a JWT: it begins with `mrt1.`,
/// which is hashed with the rest.
public final class ResumeTickets {

    private static final String PREFIX = "mrt1.";
    private static final String HASH = "HmacSHA256";

    /// How far the clocks of two edges may be apart: a ticket counts by the clock of the one that issued it.
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private static final int MAX_LENGTH = 16 << 10;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final Duration window;
    private final RevokedUsers revoked = new RevokedUsers();

    /// Tickets of one secret.
    ///
    /// @param secret shared by all edges and used for nothing else, at least 32 bytes
    /// @param window how long a ticket is good
    public ResumeTickets(byte[] secret, Duration window) {
        this.key = new SecretKeySpec(secret, HASH);
        this.window = window;
    }

    /// A ticket for one client.
    ///
    /// @param until when it ends
    public record Ticket(Token token, Instant until) {}

    static boolean isTicket(Token token) {
        return token.value().startsWith(PREFIX);
    }

    Optional<Ticket> issue(Identity identity, Instant now) {
        Instant until = earlier(earlier(now.plus(window), identity.expiresAt()), identity.provenUntil());
        if (until.getEpochSecond() <= now.getEpochSecond()) {
            return Optional.empty();
        }
        String body = PREFIX + ENCODER.encodeToString(TicketClaims.write(identity, until));
        String ticket = body + '.' + ENCODER.encodeToString(hash(body));
        // What could not be redeemed is not worth having.
        return ticket.length() > MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new Ticket(new Token(ticket), Instant.ofEpochSecond(until.getEpochSecond())));
    }

    Optional<Identity> redeem(Token token, Instant now) {
        String ticket = token.value();
        int dot = ticket.lastIndexOf('.');
        if (ticket.length() > MAX_LENGTH || dot < PREFIX.length()) {
            return Optional.empty();
        }
        try {
            String body = ticket.substring(0, dot);
            if (!MessageDigest.isEqual(hash(body), Base64.getUrlDecoder().decode(ticket.substring(dot + 1)))) {
                return Optional.empty();
            }
            byte[] json = Base64.getUrlDecoder().decode(body.substring(PREFIX.length()));
            Claims claims = Claims.read(json, ClaimRules.DEFAULT.userClaim());
            return claims.validity().holdsAt(now)
                    ? Optional.of(TokenVerifier.identity(claims, now))
                            .filter(identity -> !areRevoked(identity.user(), now))
                    : Optional.empty();
        } catch (IllegalArgumentException | MalformedClaim notOurs) {
            return Optional.empty();
        }
    }

    /// Refuses the user's tickets until every one of now has ended.
    void revoke(UserId user, Instant now) {
        revoked.add(user, now.plus(window).plus(CLOCK_DIFFERENCE), now);
    }

    boolean areRevoked(UserId user, Instant now) {
        return revoked.contains(user, now);
    }

    private static Instant earlier(Instant time, @Nullable Instant other) {
        return other != null && other.isBefore(time) ? other : time;
    }

    private byte[] hash(String body) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(key);
            return mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HASH, e);
        }
    }
}
