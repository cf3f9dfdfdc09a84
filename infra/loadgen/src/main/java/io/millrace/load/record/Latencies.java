package io.millrace.load.record;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.HdrHistogram.SingleWriterRecorder;

/// The one shape that all histograms of a run have, so that they add up exactly: microseconds from 1 to an
/// hour, three digits.
public final class Latencies {

    private static final long LONGEST = 3_600_000_000L;
    private static final int DIGITS = 3;

    private Latencies() {}

    static SingleWriterRecorder recorder() {
        return new SingleWriterRecorder(1, LONGEST, DIGITS);
    }

    /// An empty histogram.
    public static Histogram histogram() {
        return new Histogram(1, LONGEST, DIGITS);
    }

    /// The same in a form that takes a few kilobytes instead of many, since there is one for every second.
    static PackedHistogram packed(AbstractHistogram histogram) {
        PackedHistogram packed = new PackedHistogram(1, LONGEST, DIGITS);
        packed.add(histogram);
        return packed;
    }

    /// Nanoseconds in whole microseconds within what a histogram takes.
    static long micros(long nanos) {
        return Math.clamp(nanos / 1_000, 1, LONGEST);
    }

    /// A histogram as text.
    static String text(AbstractHistogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// A histogram from [#text].
    ///
    /// @throws IllegalArgumentException when it is none
    static Histogram histogram(String text) {
        try {
            Histogram histogram = histogram();
            histogram.add(Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), LONGEST));
            return histogram;
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("not a histogram: " + e.getMessage(), e);
        }
    }
}
