package io.millrace.moderation.desk.access;

import io.millrace.runtime.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Knows a moderator by the personal key. Comparing takes the same time whatever is presented, for digests are
/// compared and every key is looked at. Immutable.
public final class Moderators {

    private final List<Known> known;

    private static final class Known {
        private final byte[] digest;
        private final Moderator moderator;

        Known(byte[] digest, Moderator moderator) {
            this.digest = digest;
            this.moderator = moderator;
        }
    }

    private Moderators(List<Known> known) {
        this.known = known;
    }

    /// Takes everybody with their key.
    ///
    /// @param keys of all moderators
    public static Moderators of(Map<Moderator, Secret> keys) {
        return new Moderators(keys.entrySet().stream()
                .map(entry -> new Known(digest(entry.getValue().value()), entry.getKey()))
                .toList());
    }

    /// Finds whose key it is.
    ///
    /// @param presented empty for none
    public Optional<Moderator> find(String presented) {
        byte[] digest = digest(presented);
        Optional<Moderator> found = Optional.empty();
        for (Known one : known) {
            if (MessageDigest.isEqual(one.digest, digest)) {
                found = Optional.of(one.moderator);
            }
        }
        return found;
    }

    /// How many there are.
    public int count() {
        return known.size();
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
