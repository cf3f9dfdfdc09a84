package io.millrace.edge.admission;

import com.nimbusds.jose.JWSVerifier;
import java.util.List;

/// Which tokens are good.
///
/// @param secrets of HMAC tokens
/// @param keys public keys that do not change while the edge runs
/// @param claims what tokens must say
public record TokenSettings(SharedSecrets secrets, List<JWSVerifier> keys, ClaimRules claims) {

    /// No token is good.
    public static final TokenSettings NONE = new TokenSettings(SharedSecrets.NONE, List.of(), ClaimRules.DEFAULT);

    /// Copies the list.
    public TokenSettings {
        keys = List.copyOf(keys);
    }
}
