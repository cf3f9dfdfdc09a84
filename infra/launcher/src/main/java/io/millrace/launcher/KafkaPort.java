package io.millrace.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The port of Kafka, kept beside its data. Consumers of the topics find it where it was, and so does the
/// broker itself: it sends what is left of a transaction, after a crash, to the address that its log names.
final class KafkaPort {

    private final Path file;

    /// @param file that holds the port of the last start; need not exist
    KafkaPort(Path file) {
        this.file = file;
    }

    /// The port of the last start, or the usual one, or 0 for any: the first that is free.
    int choose() {
        int last = last();
        return last != 0 && Addresses.preferred(last) != 0 ? last : Addresses.preferred(Addresses.KAFKA);
    }

    /// Keeps the port for the next start.
    void keep(int port) {
        try {
            Files.writeString(file, Integer.toString(port));
        } catch (IOException e) {
            throw new UncheckedIOException("the port of Kafka cannot be kept: " + e.getMessage(), e);
        }
    }

    private int last() {
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
