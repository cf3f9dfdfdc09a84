package io.millrace.moderation.conduct;

import java.nio.ByteBuffer;

/// Numbers of entries in the stored form.
final class Counts {

    private Counts() {}

    /// A number of entries that was written as one byte.
    static int read(ByteBuffer in, int most) {
        int count = in.get();
        if (count < 0 || count > most) {
            throw new IllegalArgumentException("stored list has " + count + " entries, at most " + most);
        }
        return count;
    }
}
