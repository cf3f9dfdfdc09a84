package io.millrace.edge.admission;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import java.util.List;

/// Public keys that tokens are verified with. Thread-safe.
public interface PublicKeys {

    /// No keys at all.
    PublicKeys NONE = _ -> new Lookup.Found(List.of());

    /// The keys that may have signed a token with this header. May wait for a key to be fetched, for a bounded
    /// time.
    Lookup find(JWSHeader header);

    /// What a search for keys brings.
    sealed interface Lookup {

        /// These and no others; possibly none.
        record Found(List<JWSVerifier> keys) implements Lookup {}

        /// The key may exist, but cannot be had now.
        ///
        /// @param reason for the operator's log, without anything from the token
        record Unavailable(String reason) implements Lookup {}
    }
}
