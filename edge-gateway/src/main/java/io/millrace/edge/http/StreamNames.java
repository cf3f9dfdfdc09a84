package io.millrace.edge.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the secret names of streamed connections, and knows those of other edges without asking anybody:
/// behind 144 random bits comes a keyed hash (HMAC-SHA-256, cut to 144 bits) of them and of the edge's name.
/// Without a key only the random part is there, and a name of another edge cannot be told from an invented
/// one. Thread-safe.
final class StreamNames {

    private static final String HASH = "HmacSHA256";
    private static final int PART_BYTES = 18;
    private static final int PART_LENGTH = 24;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final List<SecretKeySpec> keys;
    private final SecureRandom random = new SecureRandom();

    /// @param keys the same on all edges; names are made with the first one and good with any of them
    StreamNames(List<byte[]> keys) {
        this.keys = keys.stream().map(key -> new SecretKeySpec(key, HASH)).toList();
    }

    /// A new name.
    ///
    /// @param node name of the edge that holds the connection
    String next(String node) {
        byte[] bytes = new byte[PART_BYTES];
        random.nextBytes(bytes);
        String own = TEXT.encodeToString(bytes);
        return keys.isEmpty() ? own : own + hash(keys.getFirst(), node, own);
    }

    /// Whether that edge may have made that name; takes the same time whatever is wrong with it.
    boolean isGood(String node, String name) {
        if (keys.isEmpty()) {
            return name.length() == PART_LENGTH;
        }
        if (name.length() != 2 * PART_LENGTH) {
            return false;
        }
        byte[] given = name.substring(PART_LENGTH).getBytes(StandardCharsets.UTF_8);
        boolean good = false;
        for (SecretKeySpec key : keys) {
            byte[] expected = hash(key, node, name.substring(0, PART_LENGTH)).getBytes(StandardCharsets.UTF_8);
            good |= MessageDigest.isEqual(expected, given);
        }
        return good;
    }

    private static String hash(SecretKeySpec key, String node, String own) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(key);
            // The random part has a fixed length, so that no two pairs are the same text.
            byte[] whole = mac.doFinal((own + node).getBytes(StandardCharsets.UTF_8));
            byte[] part = new byte[PART_BYTES];
            System.arraycopy(whole, 0, part, 0, PART_BYTES);
            return TEXT.encodeToString(part);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HASH, e);
        }
    }
}
