package io.millrace.moderation.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Names a policy by its content: equal settings have equal names on every machine, and any change has
/// another.
public final class PolicyDigest {

    private static final int SHOWN_BYTES = 8;

    private final MessageDigest digest;

    public PolicyDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Adds one setting.
    public PolicyDigest add(String key, long value) {
        return add(key, List.of(Long.toString(value)));
    }

    /// Adds one setting with any number of values; their order counts.
    public PolicyDigest add(String key, List<String> values) {
        text(key);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, values.size()));
        values.forEach(this::text);
        return this;
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    /// The name: 16 hexadecimal digits of the SHA-256. Ends the digest.
    public String version() {
        return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    }
}
