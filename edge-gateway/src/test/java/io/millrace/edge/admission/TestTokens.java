package io.millrace.edge.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import io.millrace.edge.protocol.Token;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/// Tokens as a provider would make them, from the JSON text of their claims.
final class TestTokens {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final byte[] SECRET = secret('s');

    private TestTokens() {}

    static byte[] secret(char fill) {
        return String.valueOf(fill).repeat(32).getBytes(StandardCharsets.US_ASCII);
    }

    /// Signed with HS256 and [#SECRET].
    static Token token(String claims) {
        return hmac(JWSAlgorithm.HS256, SECRET, claims);
    }

    static Token hmac(JWSAlgorithm algorithm, byte[] secret, String claims) {
        try {
            return sign(new JWSHeader(algorithm), new MACSigner(Arrays.copyOf(secret, 64)), claims);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static Token sign(JWSHeader header, JWSSigner signer, String claims) {
        JWSObject jws = new JWSObject(header, new com.nimbusds.jose.Payload(claims));
        try {
            jws.sign(signer);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return new Token(jws.serialize());
    }

    static Token sign(JWSHeader header, PrivateKey key, String claims) {
        try {
            return switch (key.getAlgorithm()) {
                case "RSA" -> sign(header, new RSASSASigner(key), claims);
                case "EC" -> sign(header, new ECDSASigner((ECPrivateKey) key), claims);
                default -> ed25519(header, key, claims);
            };
        } catch (JOSEException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Token ed25519(JWSHeader header, PrivateKey key, String claims) throws GeneralSecurityException {
        String input = header.toBase64URL() + "." + Base64URL.encode(claims);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return new Token(input + "." + Base64URL.encode(signature.sign()));
    }

    static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair edwards(String curve) {
        try {
            return KeyPairGenerator.getInstance(curve).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
