package io.millrace.edge.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The secrets of HMAC tokens: the current one, and while it is being replaced the previous one. Thread-safe.
public final class SharedSecrets {

    /// No HMAC tokens.
    public static final SharedSecrets NONE = new SharedSecrets(null, null, null);

    /// What HS512 wants (RFC 7518 section 3.2).
    private static final int FULL_LENGTH = 64;

    private static final String HASH = "HmacSHA256";

    private final @Nullable MACVerifier current;
    private final @Nullable MACVerifier previous;
    private final @Nullable Instant previousUntil;

    private SharedSecrets(
            @Nullable MACVerifier current, @Nullable MACVerifier previous, @Nullable Instant previousUntil) {
        this.current = current;
        this.previous = previous;
        this.previousUntil = previousUntil;
    }

    /// One secret.
    ///
    /// @param secret that tokens are signed with
    public static SharedSecrets of(byte[] secret) {
        return new SharedSecrets(verifier(secret), null, null);
    }

    /// These and a previous secret.
    ///
    /// @param until from then on it is worth nothing; empty for no end
    public SharedSecrets withPrevious(byte[] secret, Optional<Instant> until) {
        return new SharedSecrets(current, verifier(secret), until.orElse(null));
    }

    List<JWSVerifier> at(Instant now) {
        if (current == null) {
            return List.of();
        }
        if (previous == null || (previousUntil != null && !now.isBefore(previousUntil))) {
            return List.of(current);
        }
        return List.of(current, previous);
    }

    /// Keys for another purpose, the one of the current secret first. They tell nothing about the secrets.
    ///
    /// @param purpose different for each
    public List<byte[]> derived(String purpose) {
        return Stream.of(Optional.ofNullable(current), Optional.ofNullable(previous))
                .flatMap(Optional::stream)
                .map(verifier -> derived(verifier.getSecret(), purpose))
                .toList();
    }

    private static byte[] derived(byte[] secret, String purpose) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(new SecretKeySpec(secret, HASH));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HASH, e);
        }
    }

    /// HMAC fills a key up with zeros by itself (RFC 2104), so a filled one signs the same. The library wants
    /// it as long as the hash; how long it must be at least is for the configuration to say.
    private static MACVerifier verifier(byte[] secret) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("the HMAC secret is empty");
        }
        try {
            return new MACVerifier(Arrays.copyOf(secret, Math.max(secret.length, FULL_LENGTH)));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the HMAC secret cannot be used", e);
        }
    }
}
