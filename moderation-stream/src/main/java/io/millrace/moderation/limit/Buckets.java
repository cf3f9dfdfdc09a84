package io.millrace.moderation.limit;

import java.nio.ByteBuffer;

/// What is known of one sender: the levels of both buckets and how far its messages were counted.
///
/// @param at time of the levels, milliseconds since 1970; never goes back
/// @param sustained level of the sustained rate's bucket, in units of [Rate]
/// @param burst level of the burst rate's bucket
/// @param position log position (offset in the partition) of the last message counted
/// @param refused log position of the last message refused, -1 when there was none
public record Buckets(long at, long sustained, long burst, long position, long refused) {

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 5 * Long.BYTES;

    /// The stored form: a version byte and five big-endian longs.
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(at)
                .putLong(sustained)
                .putLong(burst)
                .putLong(position)
                .putLong(refused)
                .array();
    }

    /// Reads the stored form.
    ///
    /// @throws IllegalArgumentException for bytes that are not the stored form
    public static Buckets fromBytes(byte[] bytes) {
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            throw new IllegalArgumentException("not a bucket of version " + VERSION + ": " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        return new Buckets(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }
}
