package io.millrace.bench.start;

import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.Home;
import io.millrace.bench.suite.Result.Baseline;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import io.millrace.cluster.ProcessUsage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A new process of each service, with and without an AOT cache, until it is ready to work.
@Command(name = "start", description = "start until ready, memory, size; with and without the JDK's AOT cache")
public final class StartBenchmark implements Benchmark {

    private static final List<String> FLAGS = List.of("-Xmx512m");
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int PLAIN = 1;
    private static final int CACHED = 2;

    private static final int TRAINING_SECONDS = 20;

    @Option(names = "--starts", description = "starts of each kind, their median counts (default: 5, quick: 1)")
    private int starts;

    @Option(names = "--training", description = "seconds of chat while the cache is trained (default: 20)")
    private int training;

    @Override
    public String question() {
        return "how soon is a new process ready, and what does it hold then?";
    }

    /// One start until ready.
    ///
    /// @param millis from the start of the process
    /// @param usage at that moment
    private record Started(double millis, ProcessUsage usage) {}

    @Override
    public void run(Bench bench) throws Exception {
        bench.stopCluster();
        starts = starts > 0 ? starts : bench.choose(1, 5);
        if (bench.quick()) {
            bench.skip("AOT caches and a linked runtime", "making them takes too long for a quick run");
            measure(bench);
            return;
        }
        training = training > 0 ? training : TRAINING_SECONDS;
        Path caches = bench.folder();
        long began = System.nanoTime();
        new Training(FLAGS, caches).run(training);
        bench.say(
                "caches trained with %d s of chat, in %.0f s altogether; flags %s",
                training, (System.nanoTime() - began) / 1e9, FLAGS);
        measure(bench, caches);
        sizes(bench, caches);
    }

    /// Without anything made beforehand.
    private void measure(Bench bench) {
        try (Cluster cluster = Cluster.prepare(ClusterSpec.standard())) {
            cluster.startServers();
            for (Kind kind : Kind.values()) {
                ManagedProcess process = kind.in(cluster).getFirst();
                start(process);
                List<Started> all = repeated(process);
                bench.result(kind.service() + " ready", median(all, Started::millis), "ms");
                bench.result(
                        kind.service() + " resident when ready",
                        median(all, started -> started.usage().residentBytes() / 1e6),
                        "MB");
            }
        }
    }

    private void measure(Bench bench, Path caches) {
        ClusterSpec spec = ClusterSpec.standard().withEdges(2).withProcessors(2).withModerations(2);
        for (Kind kind : Kind.values()) {
            List<String> cached = Stream.concat(
                            FLAGS.stream(), Stream.of("-XX:AOTCache=" + kind.cache(caches), "-XX:AOTMode=on"))
                    .toList();
            spec = spec.withJavaOptions(kind.part(PLAIN), FLAGS).withJavaOptions(kind.part(CACHED), cached);
        }
        try (Cluster cluster = Cluster.prepare(spec)) {
            cluster.startServers();
            for (Kind kind : Kind.values()) {
                ManagedProcess plain = kind.in(cluster).get(PLAIN - 1);
                ManagedProcess cached = kind.in(cluster).get(CACHED - 1);
                // Creates topics and tables, registers schemas, and reads the files once.
                start(plain);
                report(bench, kind, repeated(plain), repeated(cached));
            }
        }
    }

    private List<Started> repeated(ManagedProcess process) {
        List<Started> all = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            all.add(start(process));
        }
        return all;
    }

    private static Started start(ManagedProcess process) {
        long began = System.nanoTime();
        process.start();
        process.awaitReady();
        Started started = new Started((System.nanoTime() - began) / 1e6, process.usage());
        if (!process.stop(STOP)) {
            process.kill();
        }
        return started;
    }

    private static void report(Bench bench, Kind kind, List<Started> plain, List<Started> cached) {
        compare(bench, kind.service() + " ready, AOT cache", "ms", plain, cached, Started::millis);
        compare(
                bench,
                kind.service() + " CPU until ready, AOT cache",
                "ms",
                plain,
                cached,
                started -> started.usage().cpuNanos() / 1e6);
        compare(
                bench,
                kind.service() + " resident when ready, AOT cache",
                "MB",
                plain,
                cached,
                started -> started.usage().residentBytes() / 1e6);
    }

    private static void compare(
            Bench bench,
            String metric,
            String unit,
            List<Started> plain,
            List<Started> cached,
            ToDoubleFunction<Started> figure) {
        bench.ratio(metric, median(cached, figure), unit, new Baseline("without", median(plain, figure)));
    }

    private static double median(List<Started> all, ToDoubleFunction<Started> figure) {
        double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void sizes(Bench bench, Path caches) throws IOException {
        Path home = Home.folder();
        for (Kind kind : Kind.values()) {
            Path target = kind.target(home);
            long jars = bytes(target.resolve(kind.service() + ".jar")) + bytes(target.resolve("lib"));
            bench.result(kind.service() + " jar and libraries", jars / 1e6, "MB");
            bench.result(kind.service() + " AOT cache", bytes(kind.cache(caches)) / 1e6, "MB");
        }
        Optional<Path> runtime = Runtimes.link(bench.folder().resolve("runtime"));
        if (runtime.isPresent()) {
            bench.result("runtime linked by jlink, not compressed", bytes(runtime.get()) / 1e6, "MB");
        } else {
            bench.skip("size of a runtime", "this JDK has no jlink");
        }
    }

    /// Bytes of all files in a folder, or of one file.
    private static long bytes(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toFile)
                    .mapToLong(File::length)
                    .sum();
        }
    }
}
