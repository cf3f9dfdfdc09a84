package io.millrace.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

    @TempDir
    Path folder;

    @Test
    void weightsFiguresAndCardAreWritten() throws IOException {
        int exit = new CommandLine(new Main())
                .execute("--corpus", "../../moderation-stream/src/main/corpus", "--out", folder.toString());

        assertThat(exit).isZero();
        Weights weights = Weights.read(Files.readAllBytes(folder.resolve("weights.bin")));
        assertThat(folder.resolve("metrics.json")).content().contains(weights.version());
        assertThat(folder.resolve("labels.json")).content().contains(weights.version());
        assertThat(folder.resolve("MODEL_CARD.md"))
                .content()
                .contains(weights.version())
                .doesNotContain("$");
    }
}
