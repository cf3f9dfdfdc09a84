package io.millrace.faults.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Forces a file to disk again and again, and says `quick`, `slow` (200 ms and more) or `failed`.
public final class Forcer {

    private Forcer() {}

    /// Runs for at most a minute.
    ///
    /// @param args the file
    public static void main(String[] args) throws IOException {
        try (FileChannel file =
                FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = System.nanoTime() + 60_000_000_000L;
            while (System.nanoTime() < end) {
                file.write(ByteBuffer.wrap(new byte[100]));
                System.out.println(force(file));
            }
        }
    }

    private static String force(FileChannel file) {
        long start = System.nanoTime();
        try {
            file.force(true);
        } catch (IOException e) {
            return "failed";
        }
        return System.nanoTime() - start >= 200_000_000 ? "slow" : "quick";
    }
}
