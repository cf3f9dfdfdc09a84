package io.millrace.bench.moderation;

import io.millrace.bench.latency.ChatPath;
import io.millrace.bench.latency.Latencies;
import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.Result.Baseline;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Send to delivery in the same system through three namespaces: one that is not moderated, one whose messages
/// pass moderation without a rule, and one with every rule, a list of 10,000 terms and the model.
@Command(name = "moderation", description = "send to delivery with and without moderation")
public final class ModerationBenchmark implements Benchmark {

    private static final int TERMS = 10_000;
    private static final int ROOMS = 10;
    private static final int MEMBERS = 10;
    private static final int WARM_UP_RATE = 600;
    private static final double WANTED_RATIO = 1.1;
    private static final String TEXT = "has anybody seen where the notes of the last meeting went? I would like "
            + "to read them before we meet again on Thursday morning";
    private static final String POLICY = """
            {"lists": [{"name": "bench", "action": "refuse"}],
             "patterns": [{"name": "phone", "pattern": "\\\\+?\\\\d[\\\\d -]{7,}\\\\d", "action": "flag"}],
             "links": {"invites": "refuse", "disguised": "refuse", "shorteners": "flag", "others": "flag"},
             "mentions": {"limit": 5, "action": "refuse", "everyone": "refuse"},
             "caps": {"action": "flag"},
             "model": {"enabled": true},
             "duplicates": {"identical": {"most": 3, "window": "60s", "action": "flag"}},
             "flood": {"characters": 1000000, "per": "60s", "action": "refuse"},
             "escalation": {"steps": [{"strikes": 5, "action": "timeout", "length": "60s"}]}}
            """;

    @Option(names = "--rate", defaultValue = "300", description = "messages a second (default: 300)")
    private int rate;

    @Option(names = "--seconds", description = "length of each phase (default: 20, quick: 6)")
    private int seconds;

    @Option(names = "--rounds", description = "phases of each kind (default: 4, quick: 1)")
    private int rounds;

    /// A namespace and what was measured there.
    private record Kind(String name, ChatPath path, Latencies latencies) {}

    @Override
    public String question() {
        return "what does moderation cost chat?";
    }

    @Override
    public void run(Bench bench) throws Exception {
        seconds = seconds > 0 ? seconds : bench.choose(6, 20);
        rounds = rounds > 0 ? rounds : bench.choose(1, 4);
        ClusterSpec spec = ClusterSpec.standard().withEdges(2).withSetting("moderation.model.enabled", "false");
        for (String namespace : List.of("off", "bare", "full")) {
            spec = spec.withSetting("namespaces." + namespace + ".subscribe", "anyone")
                    .withSetting("namespaces." + namespace + ".publish", "anyone")
                    .withSetting("namespaces." + namespace + ".history-size", "200")
                    .withSetting("namespaces." + namespace + ".moderation", namespace.equals("off") ? "false" : "true");
        }
        Cluster cluster = bench.cluster(spec);
        try (PolicyWriter policies = new PolicyWriter(cluster)) {
            policies.write("list/bench", list());
            policies.write("policy/namespace/full", POLICY);
        }
        try (ChatPath off = path(cluster, "off");
                ChatPath bare = path(cluster, "bare");
                ChatPath full = path(cluster, "full")) {
            if (!full.refuses("an unwanted0word")) {
                throw new IllegalStateException("the policy is not in force");
            }
            measure(bench, List.of(kind("off", off), kind("bare", bare), kind("full", full)));
        }
    }

    private void measure(Bench bench, List<Kind> kinds) throws InterruptedException {
        int messages = rate * seconds;
        // Until the code of all processes is compiled, whoever comes first is slowest.
        for (Kind kind : kinds) {
            kind.path.run(WARM_UP_RATE * bench.choose(6, 30), WARM_UP_RATE);
        }
        bench.say("%s", Latencies.header());
        for (int round = 1; round <= rounds; round++) {
            for (Kind kind : kinds) {
                Latencies one = kind.path.run(messages, rate);
                bench.say("%s", one.row(kind.name + ", round " + round));
                kind.latencies.add(one);
            }
        }
        Latencies off = kinds.getFirst().latencies;
        for (Kind kind : kinds.subList(1, kinds.size())) {
            for (double percentile : new double[] {50, 99}) {
                String name = "P" + (int) percentile + " through moderation, " + kind.name;
                Baseline baseline = new Baseline("without", off.millis(percentile));
                if (percentile == 99 && kind.name.equals("full")) {
                    bench.ratio(name, kind.latencies.millis(percentile), "ms", baseline, WANTED_RATIO);
                } else {
                    bench.ratio(name, kind.latencies.millis(percentile), "ms", baseline);
                }
            }
        }
        Latencies bare = kinds.get(1).latencies;
        bench.ratio(
                "P99 with every rule",
                kinds.get(2).latencies.millis(99),
                "ms",
                new Baseline("no rule", bare.millis(99)),
                WANTED_RATIO);
        long refused = kinds.stream().mapToLong(kind -> kind.path.refused()).sum();
        bench.result("refused", (double) refused, "publications", 0);
    }

    private static Kind kind(String name, ChatPath path) {
        return new Kind(name, path, new Latencies());
    }

    private static ChatPath path(Cluster cluster, String namespace) throws Exception {
        return new ChatPath(namespace, cluster.addresses(), ROOMS, MEMBERS, TEXT);
    }

    private static String list() {
        return IntStream.range(0, TERMS)
                .mapToObj(number -> "\"unwanted" + Integer.toString(number, 36) + "word\"")
                .collect(Collectors.joining(", ", "{\"kind\": \"terms\", \"terms\": [", "]}"));
    }
}
