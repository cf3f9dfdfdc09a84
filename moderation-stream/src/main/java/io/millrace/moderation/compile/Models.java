package io.millrace.moderation.compile;

import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the weights of the model in the path of the messages.
final class Models {

    private static final Logger LOGGER = LoggerFactory.getLogger(Models.class);

    private Models() {}

    /// The model that is configured, or the shipped one.
    ///
    /// @throws IllegalArgumentException when the file cannot be used
    static LinearScorer load(Optional<Path> file) {
        LinearScorer scorer = new LinearScorer(file.map(Models::read).orElseGet(Weights::shipped));
        LOGGER.atInfo().addKeyValue("version", scorer.version()).log("text model loaded");
        return scorer;
    }

    private static Weights read(Path file) {
        try {
            return Weights.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("names a file that cannot be read: " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ": " + file, e);
        }
    }
}
