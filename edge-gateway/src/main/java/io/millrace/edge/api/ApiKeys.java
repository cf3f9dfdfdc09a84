package io.millrace.edge.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Knows a caller by its API key. Comparing takes the same time whatever is presented, for digests are compared
/// and every key is looked at. Thread-safe.
final class ApiKeys {

    private final List<Known> keys;
    private final Optional<Known> everybody;

    private static final class Known {
        private final byte[] digest;
        private final ApiKey key;

        Known(byte[] digest, ApiKey key) {
            this.digest = digest;
            this.key = key;
        }
    }

    /// Somebody who may call.
    record ApiKey(String name, Set<ApiScope> scopes, RequestRate rate) {

        Caller from(String address) {
            return new Caller(name, scopes, address);
        }
    }

    ApiKeys(ApiSettings settings) {
        this.keys = settings.keys().stream()
                .map(key -> new Known(
                        digest(key.secret().value()),
                        new ApiKey("api:" + key.name(), key.scopes(), new RequestRate(settings.rate()))))
                .toList();
        this.everybody = settings.insecure()
                ? Optional.of(new Known(
                        new byte[0],
                        new ApiKey("api:insecure", EnumSet.allOf(ApiScope.class), new RequestRate(settings.rate()))))
                : Optional.empty();
    }

    /// Finds the key.
    ///
    /// @param presented empty for none
    Optional<ApiKey> find(String presented) {
        byte[] digest = digest(presented);
        Optional<Known> found = Optional.empty();
        for (Known known : keys) {
            if (MessageDigest.isEqual(known.digest, digest)) {
                found = Optional.of(known);
            }
        }
        return found.or(() -> everybody).map(known -> known.key);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
