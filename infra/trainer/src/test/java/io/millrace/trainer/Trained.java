package io.millrace.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/// What the command writes for the corpus of the repository: trained once for all tests, because it takes long.
final class Trained {

    static final Path CORPUS = Path.of("../../moderation-stream/src/main/corpus");

    /// With everything that the command wrote.
    static final Path FOLDER = train();

    private Trained() {}

    static Metrics metrics() throws IOException {
        return new ObjectMapper().readValue(FOLDER.resolve("metrics.json").toFile(), Metrics.class);
    }

    private static Path train() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "trained"));
            int exit = new CommandLine(new Main()).execute("--corpus", CORPUS.toString(), "--out", folder.toString());
            assertThat(exit).isZero();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
