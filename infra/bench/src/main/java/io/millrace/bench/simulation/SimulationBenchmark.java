package io.millrace.bench.simulation;

import io.millrace.bench.simulation.Community.Sizes;
import io.millrace.bench.simulation.FanOut.Cost;
import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Directed against broadcast fan-out at sizes that no machine here can hold.
@Command(
        name = "simulation",
        description = "directed against broadcast fan-out, on paper; the inputs are options",
        sortOptions = false)
public final class SimulationBenchmark implements Benchmark {

    @Option(
            names = "--size",
            split = ",",
            paramLabel = "CONNECTIONS/EDGES",
            description = "sizes to simulate (default: 100000/4 to 10000000/500)")
    private List<String> sizes = List.of();

    @Option(names = "--rooms-per-connection", defaultValue = "2.2", description = "mean (default: 2.2)")
    private double roomsPerConnection;

    @Option(names = "--direct-share", defaultValue = "0.7", description = "share of rooms with two members (0.7)")
    private double directShare;

    @Option(names = "--group-size", defaultValue = "14", description = "mean members of a group (14)")
    private double groupSize;

    @Option(names = "--channel-share", defaultValue = "0.001", description = "share of rooms that are channels (0.001)")
    private double channelShare;

    @Option(names = "--smallest-channel", defaultValue = "100", description = "members (100)")
    private int smallestChannel;

    @Option(names = "--largest-channel", defaultValue = "100000", description = "members (100,000)")
    private int largestChannel;

    @Option(
            names = "--activity",
            defaultValue = "0.5",
            description = "0: every room says as much; 1: every member as much in each of its rooms (0.5)")
    private double activity;

    @Option(names = "--rate", defaultValue = "0.0165", description = "messages a second of one connection (0.0165)")
    private double rate;

    @Option(names = "--seed", defaultValue = "1", description = "of the random numbers (1)")
    private long seed;

    @Override
    public String question() {
        return "what do edges receive as they grow in number, if each is sent what it follows?";
    }

    @Override
    public void run(Bench bench) {
        List<String> all =
                sizes.isEmpty() ? List.of("100000/4", "200000/8", "1000000/40", "10000000/200", "10000000/500") : sizes;
        bench.say(
                "%11s %5s %9s | %11s %9s | %11s %9s %9s | %7s %6s %12s",
                "connections",
                "edges",
                "msg/s",
                "broadcast/s",
                "per edge",
                "directed/s",
                "per edge",
                "busiest",
                "copies",
                "saving",
                "table rows");
        for (String size : all) {
            row(bench, size);
        }
    }

    private void row(Bench bench, String size) {
        List<Long> numbers = numbers(size);
        Cost cost = FanOut.simulate(community(numbers.getFirst()), Math.toIntExact(numbers.getLast()), seed);
        bench.say(
                "%11d %5d %9.0f | %11.0f %9.0f | %11.0f %9.0f %9.0f | %7.1f %6.1f %12d",
                numbers.getFirst(),
                cost.edges(),
                cost.messagesPerSecond(),
                cost.broadcastTotal(),
                cost.messagesPerSecond(),
                cost.directedTotal(),
                cost.directedPerEdge(),
                cost.busiest() * cost.messagesPerSecond(),
                cost.copies(),
                cost.saving(),
                cost.follows());
        bench.result(String.format(Locale.ROOT, "broadcast / directed at %s", size), cost.saving(), "times cheaper");
    }

    private Community community(long connections) {
        return new Community(
                connections,
                roomsPerConnection,
                directShare,
                groupSize,
                channelShare,
                new Sizes(smallestChannel, largestChannel),
                activity,
                rate);
    }

    private static List<Long> numbers(String size) {
        try {
            List<Long> numbers =
                    Stream.of(size.split("/", -1)).map(Long::parseLong).toList();
            if (numbers.size() == 2) {
                return numbers;
            }
        } catch (NumberFormatException e) {
            // Told below, like a missing number.
        }
        throw new IllegalArgumentException("a size is CONNECTIONS/EDGES, for example 1000000/40, not '" + size + "'");
    }
}
