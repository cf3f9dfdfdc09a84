package io.millrace.edge.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Application bytes that the protocol carries without looking inside: `bytes` fields of the wire.
///
/// Immutable, and therefore safe to share between threads. On a JSON connection the bytes are one JSON value,
/// verbatim; on a Protobuf connection they are anything. A field that is absent, or `null` in JSON, is [#NONE].
public final class Payload {

    /// No bytes: what an absent field decodes to and what is left out when encoding.
    public static final Payload NONE = new Payload(new byte[0]);

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes over `bytes` without copying; the caller must not change them afterwards.
    public static Payload wrap(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Payload(bytes);
    }

    /// Copies `bytes` from `from` (inclusive) to `to` (exclusive).
    public static Payload copyOf(byte[] bytes, int from, int to) {
        return wrap(Arrays.copyOfRange(bytes, from, to));
    }

    /// Copies what remains in `buffer`, whose position stays.
    public static Payload copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return wrap(copy);
    }

    /// Whether there is nothing to send.
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// Length in bytes.
    public int size() {
        return bytes.length;
    }

    /// Whether the bytes are exactly one JSON value, so that JSON subscribers can be served.
    ///
    /// @see JsonText#isJson(byte[])
    public boolean isJson() {
        return JsonText.isJson(bytes);
    }

    /// These bytes as one JSON string.
    ///
    /// The bytes must be UTF-8.
    public Payload asJsonString() {
        WireBuffer out = new WireBuffer(bytes.length + bytes.length / 4 + 2);
        JsonFieldWriter.quoted(out, bytes);
        return wrap(out.toByteArray());
    }

    /// The bytes, read-only and without copying.
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /// A copy of the bytes.
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /// The bytes themselves, for encoders that only read them.
    byte[] array() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The size only: payloads never appear in logs.
    @Override
    public String toString() {
        return "Payload[" + bytes.length + " bytes]";
    }
}
