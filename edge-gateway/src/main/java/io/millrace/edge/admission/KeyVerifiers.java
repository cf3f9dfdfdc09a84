package io.millrace.edge.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes verifiers of public keys. Pure and thread-safe.
public final class KeyVerifiers {

    private static final int MIN_RSA_BITS = 2_048;
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private KeyVerifiers() {}

    /// A verifier for RSA keys of 2,048 bits or more (RS256, RS384, RS512), keys on the curves P-256, P-384 and
    /// P-521 (ES256, ES384, ES512), and Ed25519 keys (EdDSA).
    ///
    /// @throws IllegalArgumentException when it is another key
    public static JWSVerifier of(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa(rsa);
            case ECPublicKey ec -> ec(ec);
            case EdECPublicKey ed
            when ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName()) -> new Ed25519Verifier(ed);
            default -> throw new IllegalArgumentException("is not an RSA, EC or Ed25519 key");
        };
    }

    /// Every public key of a PEM text (RFC 7468 section 13).
    ///
    /// @throws IllegalArgumentException when there is none, or something else
    public static List<JWSVerifier> ofPem(String pem) {
        List<JWSVerifier> verifiers = new ArrayList<>();
        Matcher blocks = PEM.matcher(pem);
        while (blocks.find()) {
            if (!blocks.group(1).equals("PUBLIC KEY")) {
                throw new IllegalArgumentException("holds a block that is not a PUBLIC KEY");
            }
            verifiers.add(of(decode(Base64.getMimeDecoder().decode(blocks.group(2)))));
        }
        if (verifiers.isEmpty()) {
            throw new IllegalArgumentException("holds no PUBLIC KEY in PEM");
        }
        return verifiers;
    }

    private static PublicKey decode(byte[] encoded) {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
            } catch (GeneralSecurityException anotherKind) {
                // The next one may fit.
            }
        }
        throw new IllegalArgumentException("holds a key that is not an RSA, EC or Ed25519 key");
    }

    private static JWSVerifier rsa(RSAPublicKey key) {
        if (key.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("is an RSA key of fewer than " + MIN_RSA_BITS + " bits");
        }
        return new RSASSAVerifier(key);
    }

    private static JWSVerifier ec(ECPublicKey key) {
        try {
            return new ECDSAVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("is an EC key on another curve than P-256, P-384 or P-521", e);
        }
    }
}
