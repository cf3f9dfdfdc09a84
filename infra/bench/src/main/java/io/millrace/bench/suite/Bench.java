package io.millrace.bench.suite;

import io.millrace.bench.suite.Result.Baseline;
import io.millrace.bench.suite.Result.Subject;
import io.millrace.bench.suite.Result.Target;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What benchmarks run on and report to. Used by one thread.
public final class Bench implements AutoCloseable {

    private final PrintStream out;
    private final boolean quick;
    private final Path folder;
    private final List<Result> results = new ArrayList<>();
    private String current = "";
    private @Nullable Cluster cluster;
    private @Nullable ClusterSpec clusterSpec;

    /// @param quick whether a rough answer within seconds is wanted
    /// @param folder for whatever benchmarks need to write; exists
    public Bench(PrintStream out, boolean quick, Path folder) {
        this.out = out;
        this.quick = quick;
        this.folder = folder;
    }

    /// Whether a rough answer within seconds is wanted instead of a good one within minutes.
    public boolean quick() {
        return quick;
    }

    /// The one for a quick run or the other one.
    public int choose(int whenQuick, int otherwise) {
        return quick ? whenQuick : otherwise;
    }

    /// A folder for whatever a benchmark needs to write.
    public Path folder() {
        return folder;
    }

    /// Explains; not part of the results.
    public void say(String format, @Nullable Object... values) {
        out.printf(Locale.ROOT, "  " + format + "%n", values);
    }

    /// Something is not measured on this machine.
    public void skip(String what, String why) {
        out.printf("  skipped: %s: %s%n", what, why);
    }

    /// A figure that stands for itself.
    public void result(String metric, double value, String unit) {
        add(new Result(current, metric, value, unit, null, null));
    }

    /// A figure with a limit.
    public void result(String metric, double value, String unit, double atMost) {
        add(new Result(current, metric, value, unit, null, new Target(Subject.VALUE, atMost)));
    }

    /// A figure beside its baseline from the same run.
    public void ratio(String metric, double value, String unit, Baseline baseline) {
        add(new Result(current, metric, value, unit, baseline, null));
    }

    /// A figure beside its baseline from the same run.
    ///
    /// @param atMost most that is wanted of value divided by baseline
    public void ratio(String metric, double value, String unit, Baseline baseline, double atMost) {
        add(new Result(current, metric, value, unit, baseline, new Target(Subject.RATIO, atMost)));
    }

    /// The whole system as processes. The one that runs is used again when it was launched for an equal
    /// specification; the bench closes it.
    public Cluster cluster(ClusterSpec spec) {
        Cluster running = cluster;
        if (running != null && spec.equals(clusterSpec)) {
            return running;
        }
        stopCluster();
        Cluster launched = Cluster.launch(spec);
        cluster = launched;
        clusterSpec = spec;
        return launched;
    }

    /// Stops the system, so that a benchmark has the machine for itself.
    public void stopCluster() {
        Cluster running = cluster;
        cluster = null;
        clusterSpec = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void close() {
        stopCluster();
    }

    /// Results follow of the benchmark with that name.
    void begin(String benchmark) {
        current = benchmark;
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    private void add(Result result) {
        results.add(result);
        out.println("  " + result);
    }
}
