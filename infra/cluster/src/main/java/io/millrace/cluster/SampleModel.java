package io.millrace.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A small model of random weights for scorers. A process writes it: its libraries and those of load generators
/// do not go together.
public final class SampleModel {

    private static final int PATIENCE_SECONDS = 60;

    private SampleModel() {}

    /// Writes its files into a folder, or the same once more.
    ///
    /// @throws ClusterException when the tool has not been built or fails
    public static void write(Path folder) {
        List<String> command = new ArrayList<>(JavaCommand.with(List.of()));
        command.addAll(List.of("-jar", Installation.tool("modelkit").toString(), folder.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new ClusterException("no model was written into " + folder + " in time");
            }
            if (process.exitValue() != 0) {
                throw new ClusterException("no model can be written into " + folder);
            }
        } catch (IOException e) {
            throw new ClusterException("no model can be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while a model was written", e);
        }
    }
}
