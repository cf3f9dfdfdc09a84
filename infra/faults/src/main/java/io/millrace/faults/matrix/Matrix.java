package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.harness.SteadyLoad;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plays cells one after the other, on one cluster as far as they need no other one.
final class Matrix implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Matrix.class);

    private final PrintStream out;
    private final long seed;
    private final Path folder;
    private final Options options;
    private @Nullable Cluster cluster;
    private @Nullable ClusterSpec running;

    /// How cells are played.
    ///
    /// @param perSecond publications of all clients together
    /// @param slack recovery may take so many times its target; above 1, progress meanwhile is not asked for
    /// @param settings of the services that differ from those of the matrix
    record Options(int perSecond, int slack, Map<String, String> settings) {}

    Matrix(PrintStream out, long seed, Path folder, Options options) {
        this.out = out;
        this.seed = seed;
        this.folder = folder;
        this.options = options;
    }

    /// The system that cells are played on: three brokers, three edges, two of each Streams service.
    static ClusterSpec standard() {
        return ClusterSpec.small()
                .withBrokers(3)
                .withEdges(3)
                .withProcessors(2)
                .withModerations(2)
                .withSetting("moderation.blocklist.terms", SteadyLoad.FORBIDDEN_WORD)
                // Whoever was away for a minute is still given what was missed, so that every gap is an anomaly.
                .withSetting("edge.limits.recovery", "10000")
                .withSetting("namespaces.chat.history-size", "5000");
    }

    /// Plays the cells and prints a line for each.
    ///
    /// @throws io.millrace.cluster.ClusterException when the cluster does not start
    Report play(List<Cell> cells) throws IOException {
        long started = System.nanoTime();
        List<CellResult> results = new ArrayList<>();
        out.print(Table.header());
        for (Cell cell : cells) {
            Path own = Files.createDirectories(
                    folder.resolve("cells").resolve(cell.name().replace(':', '-')));
            CellResult result = play(cell, results.size(), own);
            results.add(result);
            out.print(Table.line(result));
            out.print(Table.reasons(result));
            out.flush();
        }
        return new Report(seed, Duration.ofNanos(System.nanoTime() - started), List.copyOf(results));
    }

    /// A cell that breaks off leaves a system behind that nobody knows: the next one gets another.
    private CellResult play(Cell cell, int number, Path own) {
        Cluster whole = clusterFor(cell);
        try {
            return new CellRun(cell, whole, options).play(number, new Random(seed + number), own);
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).addKeyValue("cell", cell.name()).log("cell broke off");
            close();
            return CellResult.failed(cell, "it broke off: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (cluster != null) {
            keepLogs(cluster);
            cluster.close();
            cluster = null;
        }
    }

    /// The cluster's folder goes with it.
    private void keepLogs(Cluster ending) {
        for (ManagedProcess process : ending.all()) {
            try {
                Path logs = Files.createDirectories(folder.resolve("logs"));
                Files.copy(process.log(), logs.resolve(process.name() + ".log"), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                out.println("The log of " + process.name() + " is not kept: " + e.getMessage());
            }
        }
    }

    private Cluster clusterFor(Cell cell) {
        ClusterSpec spec = standard();
        for (Map.Entry<String, String> setting : options.settings().entrySet()) {
            spec = spec.withSetting(setting.getKey(), setting.getValue());
        }
        spec = cell.spec().apply(spec);
        Cluster last = cluster;
        if (last != null && spec.equals(running)) {
            return last;
        }
        close();
        Cluster launched = Cluster.launch(spec);
        cluster = launched;
        running = spec;
        return launched;
    }
}
