package io.millrace.edge.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.util.Set;

/// Verifies Ed25519 signatures (RFC 8037) with the JDK: the library's own way needs a further library.
/// Thread-safe.
final class Ed25519Verifier extends BaseJWSProvider implements JWSVerifier {

    private static final int SIGNATURE_BYTES = 64;

    private final EdECPublicKey key;

    Ed25519Verifier(EdECPublicKey key) {
        super(Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519));
        this.key = key;
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
        byte[] bytes = signature.decode();
        if (bytes.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signingInput);
            return check.verify(bytes);
        } catch (SignatureException notASignature) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new JOSEException("Ed25519 cannot be used", e);
        }
    }
}
