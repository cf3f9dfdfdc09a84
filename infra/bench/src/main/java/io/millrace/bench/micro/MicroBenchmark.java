package io.millrace.bench.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.Home;
import io.millrace.bench.suite.Result.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the JMH benchmarks in a process of their own.
@Command(name = "micro", description = "JMH: frame encoding, command decoding, room decision, moderation rules")
public final class MicroBenchmark implements Benchmark {

    private static final Path JAR = Path.of("infra", "micro", "target", "micro.jar");
    private static final String BASELINE = "baseline";
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String PROCESSOR_TIME = "cpu.norm";
    private static final String ORDINARY_MESSAGE = "WholeModeration.judge, plain text";
    private static final double ORDINARY_MESSAGE_NANOS = 30_000;
    private static final long MINUTES = 30;

    @Option(names = "--only", paramLabel = "REGEX", defaultValue = ".*", description = "benchmarks to run")
    private String only = ".*";

    @Override
    public String question() {
        return "what do the pure functions cost that run for every message?";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.stopCluster();
        Path figures = bench.folder().resolve("micro.json");
        Path log = bench.folder().resolve("micro.log");
        Process jmh = new ProcessBuilder(command(bench.quick(), figures))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!jmh.waitFor(MINUTES, TimeUnit.MINUTES) || jmh.exitValue() != 0 || !Files.exists(figures)) {
                throw new IOException("the benchmarks did not end well, see " + log);
            }
        } finally {
            jmh.destroyForcibly();
        }
        report(bench, new ObjectMapper().readTree(figures.toFile()));
    }

    private List<String> command(boolean quick, Path figures) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar().toString(),
                only));
        List<String> length = quick
                ? List.of("-f", "1", "-wi", "2", "-w", "200ms", "-i", "2", "-r", "200ms")
                : List.of("-f", "3", "-wi", "5", "-w", "1s", "-i", "5", "-r", "1s");
        command.addAll(length);
        command.addAll(List.of("-bm", "avgt", "-tu", "ns", "-prof", "gc"));
        command.addAll(List.of("-prof", "io.millrace.micro.ProcessorTime"));
        command.addAll(List.of("-rf", "json", "-rff", figures.toString()));
        return command;
    }

    private static Path jar() throws IOException {
        Path jar = Home.folder().resolve(JAR);
        if (!Files.isRegularFile(jar)) {
            throw new IOException(jar + " is missing; build it first: ./mvnw -Pquick -pl infra/micro -am package");
        }
        return jar;
    }

    /// A benchmark whose name begins with "baseline" is the limit of the others in its class.
    private static void report(Bench bench, JsonNode runs) {
        Map<String, Baseline> baselines = new HashMap<>();
        for (JsonNode run : runs) {
            if (name(run).startsWith(BASELINE)) {
                String limit = name(run).substring(BASELINE.length()).toLowerCase(java.util.Locale.ROOT);
                baselines.put(group(run), new Baseline(limit, nanos(run)));
            }
        }
        for (JsonNode run : runs) {
            if (!name(run).startsWith(BASELINE)) {
                report(bench, run, baselines);
            }
        }
    }

    private static void report(Bench bench, JsonNode run, Map<String, Baseline> baselines) {
        StringBuilder name = new StringBuilder(group(run)).append('.').append(name(run));
        run.path("params")
                .properties()
                .forEach(parameter -> name.append(", ")
                        .append(parameter.getValue().asText())
                        .append(' ')
                        .append(parameter.getKey()));
        Baseline baseline = baselines.get(group(run));
        if (baseline == null) {
            bench.result(name.toString(), nanos(run), "ns");
        } else {
            bench.ratio(name.toString(), nanos(run), "ns", baseline);
        }
        double processorTime = secondary(run, PROCESSOR_TIME);
        // The quick form ends before everything is compiled.
        if (name.toString().equals(ORDINARY_MESSAGE) && !bench.quick()) {
            bench.result(name + ", processor time", processorTime, "ns", ORDINARY_MESSAGE_NANOS);
        } else {
            bench.result(name + ", processor time", processorTime, "ns");
        }
        bench.result(name + ", allocated", secondary(run, ALLOCATION), "bytes");
    }

    private static double secondary(JsonNode run, String metric) {
        return run.path("secondaryMetrics").path(metric).path("score").asDouble();
    }

    private static double nanos(JsonNode run) {
        return run.path("primaryMetric").path("score").asDouble();
    }

    private static String name(JsonNode run) {
        String full = run.path("benchmark").asText();
        return full.substring(full.lastIndexOf('.') + 1);
    }

    private static String group(JsonNode run) {
        String full = run.path("benchmark").asText();
        String type = full.substring(0, full.lastIndexOf('.'));
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
