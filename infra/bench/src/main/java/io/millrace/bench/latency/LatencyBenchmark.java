package io.millrace.bench.latency;

import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.MachineLoad;
import io.millrace.bench.suite.PartCosts;
import io.millrace.bench.suite.Result.Baseline;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Send to delivery against the same number of raw Kafka hops, rate by rate, and the highest rate that holds.
@Command(name = "latency", description = "send to delivery, against raw Kafka hops in the same run")
public final class LatencyBenchmark implements Benchmark {

    private static final int HOPS = 3;
    private static final int RECORD_BYTES = 230;

    /// Enough to have the code of five processes compiled soon, not enough to bury them.
    private static final int WARM_UP_RATE = 600;

    private static final double WANTED_RATIO = 1.5;
    private static final double WANTED_MILLIS = 10;

    /// A machine that is busier than this with the raw path alone tells nothing about the product.
    private static final double SATURATED_IDLE_PERCENT = 15;

    @Option(names = "--rate", split = ",", description = "messages a second (default: 300, 1,000 and 3,000)")
    private List<Integer> rates = List.of();

    @Option(names = "--seconds", description = "length of each phase (default: 20, quick: 6)")
    private int seconds;

    @Option(names = "--warm-up", description = "seconds of each kind before anything is counted")
    private int warmUp;

    @Option(names = "--rounds", description = "pairs of phases for each rate (default: 3, quick: 1)")
    private int rounds;

    @Option(names = "--rooms", defaultValue = "10", description = "rooms (default: 10)")
    private int rooms;

    @Option(names = "--members", defaultValue = "10", description = "members of each room (default: 10)")
    private int members;

    @Option(names = "--no-search", description = "does not look for the highest rate")
    private boolean noSearch;

    @Override
    public String question() {
        return "how long from send to delivery, and how much of it is Kafka's own?";
    }

    @Override
    public void run(Bench bench) throws Exception {
        defaults(bench);
        Cluster cluster = bench.cluster(ClusterSpec.standard().withEdges(2));
        bench.say("%d rooms of %d, 2 edges, %d raw hops of %d bytes", rooms, members, HOPS, RECORD_BYTES);
        try (RawHops raw = new RawHops(cluster.bootstrapServers(), HOPS, RECORD_BYTES);
                ChatPath chat = new ChatPath(cluster.addresses(), rooms, members, RECORD_BYTES)) {
            raw.run(WARM_UP_RATE * warmUp / 4, WARM_UP_RATE);
            chat.run(WARM_UP_RATE * warmUp, WARM_UP_RATE);
            bench.say("%s   idle", Latencies.header());
            for (int rate : rates) {
                measure(bench, cluster, raw, chat, rate);
            }
            if (!noSearch && !bench.quick()) {
                search(bench, chat);
            }
            bench.result("refused", (double) chat.refused(), "publications", 0);
        }
    }

    private void defaults(Bench bench) {
        rates = rates.isEmpty() ? (bench.quick() ? List.of(300) : List.of(300, 1_000, 3_000)) : rates;
        seconds = seconds > 0 ? seconds : bench.choose(6, 20);
        warmUp = warmUp > 0 ? warmUp : bench.choose(12, 60);
        rounds = rounds > 0 ? rounds : bench.choose(1, 3);
    }

    private void measure(Bench bench, Cluster cluster, RawHops raw, ChatPath chat, int rate)
            throws InterruptedException {
        Latencies allRaw = new Latencies();
        Latencies allChat = new Latencies();
        List<Double> rawIdle = new ArrayList<>();
        int messages = rate * seconds;
        for (int round = 1; round <= rounds; round++) {
            MachineLoad load = MachineLoad.start();
            Latencies one = raw.run(messages, rate);
            rawIdle.add(load.idlePercent());
            bench.say("%s  %4.0f %%", one.row(rate + "/s raw hops, round " + round), rawIdle.getLast());
            allRaw.add(one);
            load = MachineLoad.start();
            PartCosts costs = PartCosts.start(cluster);
            one = chat.run(messages, rate);
            bench.say("%s  %4.0f %%", one.row(rate + "/s send to delivery"), load.idlePercent());
            bench.say("%s", costs.perMessage(messages));
            allChat.add(one);
        }
        report(bench, rate, allRaw, allChat, rawIdle);
    }

    private static void report(Bench bench, int rate, Latencies raw, Latencies chat, List<Double> rawIdle) {
        double idle =
                rawIdle.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        for (double percentile : new double[] {50, 99, 99.9}) {
            String name =
                    "P" + (percentile == 99.9 ? "99.9" : Integer.toString((int) percentile)) + " at " + rate + "/s";
            Baseline baseline = new Baseline("raw hops", raw.millis(percentile));
            if (percentile == 99 && idle >= SATURATED_IDLE_PERCENT) {
                bench.ratio(name, chat.millis(percentile), "ms", baseline, WANTED_RATIO);
            } else {
                bench.ratio(name, chat.millis(percentile), "ms", baseline);
            }
        }
        if (idle < SATURATED_IDLE_PERCENT) {
            bench.say("not judged: the raw hops alone leave the machine only %.0f %% idle at %d/s", idle, rate);
        } else if (rate == 300) {
            bench.result("P99 at 300/s, absolute", chat.millis(99), "ms", WANTED_MILLIS);
        }
    }

    /// Doubles the rate while P99 holds, then halves the interval three times.
    private void search(Bench bench, ChatPath chat) throws InterruptedException {
        int good = 0;
        int bad = 0;
        int rate = rates.getFirst();
        for (int step = 0; step < 8 && (bad == 0 || bad - good > good / 8); step++) {
            Latencies latencies = chat.run(rate * Math.min(seconds, 10), rate);
            bench.say("%s", latencies.row("search: " + rate + "/s"));
            if (latencies.millis(99) < WANTED_MILLIS) {
                good = rate;
            } else {
                bad = rate;
            }
            rate = bad == 0 ? good * 2 : (good + bad) / 2;
        }
        bench.result("highest rate with P99 below 10 ms", good, "messages/s");
    }
}
