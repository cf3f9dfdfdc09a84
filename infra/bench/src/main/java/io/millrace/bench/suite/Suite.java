package io.millrace.bench.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Runs benchmarks one after the other and sums up what they found.
public final class Suite {

    private final PrintStream out;
    private final PrintStream problems;
    private final Map<String, Benchmark> benchmarks;

    /// @param benchmarks by name, in the order to run them
    public Suite(PrintStream out, PrintStream problems, Map<String, Benchmark> benchmarks) {
        this.out = out;
        this.problems = problems;
        this.benchmarks = new LinkedHashMap<>(benchmarks);
    }

    /// Runs all of them, also after one has failed.
    ///
    /// @param report folder for `results.json`
    /// @return whether none failed; a target that is not met is a result, not a failure
    public boolean run(boolean quick, Path scratch, Optional<Path> report) throws IOException {
        Map<String, String> machine = Machine.describe();
        machine.forEach((name, value) -> out.printf("%-14s%s%n", name, value));
        boolean good = true;
        try (Bench bench = new Bench(out, quick, scratch)) {
            for (Map.Entry<String, Benchmark> entry : benchmarks.entrySet()) {
                good &= run(entry.getKey(), entry.getValue(), bench);
            }
            sumUp(bench);
            if (report.isPresent()) {
                write(report.get(), machine, bench);
            }
        }
        return good;
    }

    private boolean run(String name, Benchmark benchmark, Bench bench) {
        out.printf("%n%s: %s%n", name, benchmark.question());
        bench.begin(name);
        long started = System.nanoTime();
        MachineLoad load = MachineLoad.start();
        try {
            benchmark.run(bench);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.println(name + " was interrupted");
            return false;
        } catch (Exception e) {
            problems.println(name + " failed: " + e);
            bench.stopCluster();
            return false;
        } finally {
            out.printf(
                    Locale.ROOT,
                    "  (%.0f s, processors idle %.0f %%, taken by others %.0f %%)%n",
                    (System.nanoTime() - started) / 1e9,
                    load.idlePercent(),
                    load.stolenPercent());
        }
    }

    private void sumUp(Bench bench) {
        long met = bench.results().stream()
                .filter(result -> Boolean.TRUE.equals(result.met()))
                .count();
        long missed = bench.results().stream()
                .filter(result -> Boolean.FALSE.equals(result.met()))
                .count();
        out.printf("%n%d figures; %d targets met, %d not met%n", bench.results().size(), met, missed);
    }

    private static void write(Path folder, Map<String, String> machine, Bench bench) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode report = json.createObjectNode();
        report.set("machine", json.valueToTree(machine));
        ArrayNode results = report.putArray("results");
        for (Result result : bench.results()) {
            ObjectNode node = results.addObject();
            node.put("benchmark", result.benchmark()).put("metric", result.metric());
            node.put("value", result.value()).put("unit", result.unit());
            if (result.baseline() != null) {
                node.put("baseline", result.baseline().name());
                node.put("baselineValue", result.baseline().value()).put("ratio", result.ratio());
            }
            if (result.target() != null) {
                node.put("atMost", result.target().atMost()).put("met", result.met());
            }
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("results.json"), json.writeValueAsString(report) + '\n');
    }
}
