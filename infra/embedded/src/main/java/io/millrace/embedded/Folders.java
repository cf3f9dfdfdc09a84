package io.millrace.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Folders that belong to a server as a whole.
public final class Folders {

    private Folders() {}

    /// Deletes the folder with all that is in it, links as links.
    ///
    /// @throws EmbeddedServerException when something of it stays
    public static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException failure) {
            throw new EmbeddedServerException("The folder " + folder + " cannot be deleted: " + failure, failure);
        }
    }
}
