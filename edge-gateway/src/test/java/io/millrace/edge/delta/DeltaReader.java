package io.millrace.edge.delta;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/// Applies a Fossil delta as its format description says, sharing nothing with the encoder.
public final class DeltaReader {

    private final byte[] source;
    private final byte[] delta;
    private int at;

    private DeltaReader(byte[] source, byte[] delta) {
        this.source = source;
        this.delta = delta;
    }

    /// The target that a delta leads to.
    ///
    /// @throws IllegalStateException when the delta is not well-formed or its checksum is wrong
    public static byte[] apply(byte[] source, byte[] delta) {
        return new DeltaReader(source, delta).read();
    }

    /// Visits what is inserted.
    static void forEachInsert(byte[] delta, Consumer<byte[]> visitor) {
        DeltaReader reader = new DeltaReader(new byte[0], delta);
        reader.number();
        reader.at++;
        while (true) {
            long count = reader.number();
            switch (reader.delta[reader.at++]) {
                case '@' -> {
                    reader.number();
                    reader.at++;
                }
                case ':' -> {
                    visitor.accept(Arrays.copyOfRange(delta, reader.at, reader.at + (int) count));
                    reader.at += (int) count;
                }
                default -> {
                    return;
                }
            }
        }
    }

    private byte[] read() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long size = number();
        expect('\n');
        while (true) {
            long count = number();
            byte command = delta[at++];
            if (command == '@') {
                long from = number();
                expect(',');
                out.write(source, (int) from, (int) count);
            } else if (command == ':') {
                out.write(delta, at, (int) count);
                at += (int) count;
            } else if (command == ';') {
                byte[] target = out.toByteArray();
                if (at != delta.length || size != target.length || count != sum(target)) {
                    throw new IllegalStateException("size or checksum is wrong");
                }
                return target;
            } else {
                throw new IllegalStateException("no command: " + command);
            }
        }
    }

    private void expect(char symbol) {
        if (delta[at++] != symbol) {
            throw new IllegalStateException("expected " + symbol);
        }
    }

    private long number() {
        long value = 0;
        while (digit(delta[at]) >= 0) {
            value = value * 64 + digit(delta[at++]);
        }
        return value;
    }

    private static int digit(byte symbol) {
        if (symbol >= '0' && symbol <= '9') {
            return symbol - '0';
        } else if (symbol >= 'A' && symbol <= 'Z') {
            return symbol - 'A' + 10;
        } else if (symbol == '_') {
            return 36;
        } else if (symbol >= 'a' && symbol <= 'z') {
            return symbol - 'a' + 37;
        }
        return symbol == '~' ? 63 : -1;
    }

    private static long sum(byte[] bytes) {
        long sum = 0;
        for (int word = 0; word < bytes.length; word += 4) {
            long value = 0;
            for (int i = word; i < word + 4; i++) {
                value = value * 256 + (i < bytes.length ? bytes[i] & 0xFF : 0);
            }
            sum += value;
        }
        return sum % (1L << 32);
    }
}
