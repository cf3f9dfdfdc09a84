package io.millrace.edge.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Token;
import io.millrace.id.UserId;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Verifies connection tokens: JWT (RFC 7519) signed with HMAC SHA-256 (RFC 7518 section 3.2). Thread-safe.
///
/// The algorithm is fixed: a token cannot choose another one, nor name a key of its own.
public final class TokenVerifier {

    private static final int MAX_TOKEN_LENGTH = 8 << 10;
    private static final int MIN_SECRET_BYTES = 32;
    private static final Duration LONGEST_CONNECTION = Duration.ofDays(365);

    private final Optional<MACVerifier> verifier;
    private final SubscriptionTokens subscriptions = new SubscriptionTokens();

    private TokenVerifier(Optional<MACVerifier> verifier) {
        this.verifier = verifier;
    }

    /// A verifier with a shared secret.
    ///
    /// @param secret at least 32 bytes (RFC 7518 section 3.2)
    /// @throws IllegalArgumentException when the secret is too short
    public static TokenVerifier hmac(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the HMAC secret needs at least " + MIN_SECRET_BYTES + " bytes, has " + secret.length);
        }
        try {
            return new TokenVerifier(Optional.of(new MACVerifier(secret)));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the HMAC secret cannot be used", e);
        }
    }

    /// A verifier that finds every token invalid, for installations without tokens.
    public static TokenVerifier none() {
        return new TokenVerifier(Optional.empty());
    }

    /// The same keys, for subscription tokens.
    public SubscriptionTokens subscriptions() {
        return subscriptions;
    }

    /// Verifies a token at a time.
    public TokenVerdict verify(Token token, Instant now) {
        if (verifier.isEmpty()) {
            return new TokenVerdict.Invalid("no secret is configured");
        }
        if (token.value().length() > MAX_TOKEN_LENGTH) {
            return new TokenVerdict.Invalid("longer than " + MAX_TOKEN_LENGTH + " characters");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token.value());
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                return new TokenVerdict.Invalid("algorithm is not HS256");
            }
            if (!jwt.verify(verifier.get())) {
                return new TokenVerdict.Invalid("signature does not match");
            }
            return judge(jwt.getJWTClaimsSet(), now);
        } catch (ParseException | JOSEException e) {
            return new TokenVerdict.Invalid("not a signed JWT");
        }
    }

    private static TokenVerdict judge(JWTClaimsSet claims, Instant now) throws ParseException {
        if (claims.getClaim("channel") != null) {
            return new TokenVerdict.Invalid("a subscription token cannot open a connection");
        }
        Date notBefore = claims.getNotBeforeTime();
        Date expiration = claims.getExpirationTime();
        if ((expiration != null && !now.isBefore(expiration.toInstant()))
                || (notBefore != null && now.isBefore(notBefore.toInstant()))) {
            return new TokenVerdict.Expired();
        }
        String subject = claims.getSubject();
        try {
            UserId user = new UserId(subject == null ? "" : subject);
            return new TokenVerdict.Valid(new Identity(user, info(claims), expiresAt(claims, expiration, now)));
        } catch (IllegalArgumentException e) {
            return new TokenVerdict.Invalid("sub cannot be a user id: " + e.getMessage());
        }
    }

    /// `expire_at` moves the end of the connection away from the end of the token; 0 means never. At most a
    /// year, so that every sum with it is a time.
    private static @Nullable Instant expiresAt(JWTClaimsSet claims, @Nullable Date expiration, Instant now)
            throws ParseException {
        Long expireAt = claims.getLongClaim("expire_at");
        if (expireAt != null) {
            return expireAt == 0 ? null : withinAYear(expireAt, now);
        }
        return expiration == null ? null : withinAYear(expiration.toInstant().getEpochSecond(), now);
    }

    private static Instant withinAYear(long seconds, Instant now) {
        Instant latest = now.plus(LONGEST_CONNECTION);
        return seconds >= latest.getEpochSecond() ? latest : Instant.ofEpochSecond(Math.max(0, seconds));
    }

    private static Payload info(JWTClaimsSet claims) throws ParseException {
        String base64 = claims.getStringClaim("b64info");
        if (base64 != null) {
            try {
                return requireJson(Payload.wrap(Base64.getDecoder().decode(base64)));
            } catch (IllegalArgumentException e) {
                throw new ParseException("b64info is not base64", 0);
            }
        }
        Object info = claims.getClaim("info");
        return info == null ? Payload.NONE : Payload.wrap(json(info).getBytes(StandardCharsets.UTF_8));
    }

    /// Clients of the JSON encoding see the info too.
    private static Payload requireJson(Payload info) throws ParseException {
        if (!info.isJson()) {
            throw new ParseException("b64info is not JSON", 0);
        }
        return info;
    }

    /// The JSON text of any JSON value; the library writes objects only.
    private static String json(Object value) {
        String wrapped = JSONObjectUtils.toJSONString(Map.of("v", value));
        return wrapped.substring(wrapped.indexOf(':') + 1, wrapped.length() - 1);
    }
}
