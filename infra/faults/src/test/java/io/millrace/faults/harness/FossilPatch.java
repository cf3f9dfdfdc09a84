package io.millrace.faults.harness;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Applies a Fossil delta to a text, as a client library does: `size`, line feed, copies `n@offset,`, inserts
/// `n:text`, and `checksum;`, with numbers to the base of 64.
final class FossilPatch {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

    private final byte[] patch;
    private int at;

    private FossilPatch(byte[] patch) {
        this.patch = patch;
    }

    /// @throws IllegalStateException when the patch is malformed or does not lead to the size it names
    static String apply(String before, String patch) {
        byte[] source = before.getBytes(StandardCharsets.UTF_8);
        return new FossilPatch(patch.getBytes(StandardCharsets.UTF_8)).apply(source);
    }

    private String apply(byte[] source) {
        int size = number();
        at++;
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        while (true) {
            int count = number();
            switch (patch[at++]) {
                case '@' -> {
                    out.write(source, number(), count);
                    at++;
                }
                case ':' -> {
                    out.write(patch, at, count);
                    at += count;
                }
                case ';' -> {
                    if (out.size() != size) {
                        throw new IllegalStateException("the patch leads to " + out.size() + " bytes, not " + size);
                    }
                    return out.toString(StandardCharsets.UTF_8);
                }
                default -> throw new IllegalStateException("no command: " + patch[at - 1]);
            }
        }
    }

    private int number() {
        int value = 0;
        for (int digit = DIGITS.indexOf(patch[at]); digit >= 0; digit = DIGITS.indexOf(patch[at])) {
            value = value * 64 + digit;
            at++;
        }
        return value;
    }
}
