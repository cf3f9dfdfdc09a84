package io.millrace.load.scenario;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Who clients say they are. Texts of these never show a secret.
public sealed interface Tokens {

    /// The connection token of a client; empty for an anonymous one.
    ///
    /// @param connection number of the client in the run
    Optional<String> of(int connection);

    /// Everyone is anonymous.
    record None() implements Tokens {

        @Override
        public Optional<String> of(int connection) {
            return Optional.empty();
        }
    }

    /// Everyone shows the same token.
    record Shared(String token) implements Tokens {

        @Override
        public Optional<String> of(int connection) {
            return Optional.of(token);
        }

        @Override
        public String toString() {
            return "Shared[redacted]";
        }
    }

    /// Client n is the user `load-n`, by a token signed here with HS256 that does not expire.
    record Signed(String secret) implements Tokens {

        private static final String HEADER =
                encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

        @Override
        public Optional<String> of(int connection) {
            String claims = "{\"sub\":\"load-" + connection + "\"}";
            String signed = HEADER + '.' + encoded(claims.getBytes(StandardCharsets.UTF_8));
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return Optional.of(signed + '.' + encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII))));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacSHA256", e);
            }
        }

        @Override
        public String toString() {
            return "Signed[redacted]";
        }

        private static String encoded(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}
