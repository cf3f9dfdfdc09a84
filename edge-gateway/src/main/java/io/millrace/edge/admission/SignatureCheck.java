package io.millrace.edge.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import io.millrace.edge.protocol.Token;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Verifies the signature of a token (RFC 7515). Thread-safe.
///
/// A token names an algorithm and may name a key, but can only choose among ours: a secret never verifies
/// what claims to be signed by a private key, nor the other way round, and keys inside a token are not looked
/// at.
final class SignatureCheck {

    private static final int MAX_TOKEN_LENGTH = 8 << 10;

    /// A token without the name of its key is tried against this many keys of its kind, not more.
    private static final int MAX_KEYS = 8;

    private static final Set<JWSAlgorithm> HMAC = Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
    private static final Set<JWSAlgorithm> SIGNATURE = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA,
            JWSAlgorithm.Ed25519);

    private final SharedSecrets secrets;
    private final List<JWSVerifier> keys;
    private final PublicKeys published;

    SignatureCheck(SharedSecrets secrets, List<JWSVerifier> keys, PublicKeys published) {
        this.secrets = secrets;
        this.keys = List.copyOf(keys);
        this.published = published;
    }

    Signed check(Token token, Instant now) {
        if (token.value().length() > MAX_TOKEN_LENGTH) {
            return new Signed.Bad("longer than " + MAX_TOKEN_LENGTH + " characters");
        }
        JWSObject jws;
        try {
            jws = JWSObject.parse(token.value());
        } catch (ParseException e) {
            return new Signed.Bad("not a signed JWT");
        }
        JWSHeader header = jws.getHeader();
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return new Signed.Bad("header asks for an extension");
        }
        if (HMAC.contains(header.getAlgorithm())) {
            return firstOf(secrets.at(now), jws);
        }
        if (!SIGNATURE.contains(header.getAlgorithm())) {
            return new Signed.Bad("algorithm is not allowed");
        }
        return firstOf(keys, jws) instanceof Signed.Good good ? good : checkPublished(jws);
    }

    private Signed checkPublished(JWSObject jws) {
        return switch (published.find(jws.getHeader())) {
            case PublicKeys.Lookup.Found(List<JWSVerifier> found) -> firstOf(found, jws);
            case PublicKeys.Lookup.Unavailable(String reason) -> new Signed.Unknown(reason);
        };
    }

    private static Signed firstOf(List<JWSVerifier> candidates, JWSObject jws) {
        JWSHeader header = jws.getHeader();
        List<JWSVerifier> fitting = candidates.stream()
                .filter(verifier -> verifier.supportedJWSAlgorithms().contains(header.getAlgorithm()))
                .limit(MAX_KEYS)
                .toList();
        for (JWSVerifier verifier : fitting) {
            try {
                if (verifier.verify(header, jws.getSigningInput(), jws.getSignature())) {
                    return new Signed.Good(header, jws.getPayload().toBytes());
                }
            } catch (JOSEException e) {
                // A signature that cannot even be computed with this key is not one of this key.
            }
        }
        return new Signed.Bad(fitting.isEmpty() ? "no key for its algorithm" : "signature does not match");
    }
}
