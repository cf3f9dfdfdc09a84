package io.millrace.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folder of one stack's data.
///
/// @param ephemeral whether it is deleted at the end
record StackFolder(Path root, boolean ephemeral) implements AutoCloseable {

    /// System property with the folder to use when the command line names none; infra/up sets it.
    private static final String DEFAULT_PROPERTY = "millrace.data";

    static StackFolder open(StackOptions options) {
        try {
            if (options.ephemeral()) {
                return new StackFolder(Files.createTempDirectory("millrace-"), true);
            }
            Path root = options.data()
                    .orElse(Path.of(System.getProperty(DEFAULT_PROPERTY, ".data")))
                    .toAbsolutePath();
            return new StackFolder(Files.createDirectories(root), false);
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder cannot be created: " + e.getMessage(), e);
        }
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path kafkaPort() {
        return root.resolve("kafka.port");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path registry() {
        return root.resolve("registry");
    }

    Path streams() {
        return root.resolve("streams");
    }

    Path moderatorKey() {
        return root.resolve("moderator.key");
    }

    Path scorer() {
        return root.resolve("scorer");
    }

    Path log() {
        return root.resolve("millrace.log");
    }

    String description() {
        return ephemeral ? root + ", deleted at the end" : root.toString();
    }

    @Override
    public void close() {
        if (!ephemeral) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // A file that a child still writes: the operating system clears its temporary folder.
            root.toFile().deleteOnExit();
        }
    }
}
