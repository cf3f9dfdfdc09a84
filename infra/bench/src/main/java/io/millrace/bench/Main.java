package io.millrace.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints the latency of the chat path beside that of as many raw Kafka hops, in one run.
@Command(name = "infra/bench/run", mixinStandardHelpOptions = true, version = "Millrace 0.1")
public final class Main implements Callable<Integer> {

    private static final int HOPS = 3;
    private static final int RECORD_BYTES = 230;

    @Option(names = "--kafka", required = true, description = "host:port of the broker")
    private String kafka = "";

    @Option(names = "--edge", required = true, description = "WebSocket address of an edge; may be given again")
    private List<URI> edges = List.of();

    @Option(names = "--rate", defaultValue = "300", description = "messages a second (default: 300)")
    private int rate;

    @Option(names = "--seconds", defaultValue = "20", description = "length of each phase (default: 20)")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "seconds of each kind before anything is counted (default: 30)")
    private int warmUp;

    @Option(names = "--rounds", defaultValue = "3", description = "pairs of phases (default: 3)")
    private int rounds;

    @Option(names = "--rooms", defaultValue = "10", description = "rooms (default: 10)")
    private int rooms;

    @Option(names = "--members", defaultValue = "10", description = "members of each room (default: 10)")
    private int members;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /// Runs the benchmark once.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        out.printf(
                "Millrace latency: %d msg/s, %d rooms of %d, %d edges, %d raw hops of %d bytes%n",
                rate, rooms, members, edges.size(), HOPS, RECORD_BYTES);
        out.printf(
                "Java %s, %d cores, load average %.1f%n%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Latencies raw = new Latencies();
        Latencies chat = new Latencies();
        try (RawHops hops = new RawHops(kafka, HOPS, RECORD_BYTES);
                ChatPath path = new ChatPath(edges, rooms, members, RECORD_BYTES)) {
            hops.run(rate * warmUp, rate);
            path.run(rate * warmUp, rate);
            int messages = rate * seconds;
            out.println(Latencies.header());
            for (int round = 1; round <= rounds; round++) {
                Latencies rawRound = hops.run(messages, rate);
                Latencies chatRound = path.run(messages, rate);
                out.println(rawRound.row("round " + round + ": " + HOPS + " raw hops"));
                out.println(chatRound.row("round " + round + ": send to delivery"));
                raw.add(rawRound);
                chat.add(chatRound);
            }
            out.println(raw.row("all: raw hops"));
            out.println(chat.row("all: send to delivery"));
            out.printf(
                    "%nratio of send to delivery to raw hops: P50 %.2f, P99 %.2f; refused %d%n",
                    chat.millis(50) / raw.millis(50), chat.millis(99) / raw.millis(99), path.refused());
        }
        return 0;
    }
}
