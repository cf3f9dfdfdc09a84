package io.millrace.bench.fanout;

import io.millrace.bench.suite.Bench;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.Result.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Processor time for each delivery of a room with many members.
@Command(name = "fan-out", description = "processor time of a delivery, beside other servers and raw writes")
public final class FanoutBenchmark implements Benchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int PROBES = 20;
    private static final String PEER = "nchan";
    private static final String LIMIT = "raw writes";

    private static final List<String> ALL = List.of("raw", "millrace", "nchan", "ws", "nats");

    /// What a quick run has time for.
    private static final List<String> BEST = List.of("raw", "millrace", "nchan");

    @Option(names = "--members", description = "members of the room (default: 10,000, quick: 1,000)")
    private int members;

    @Option(names = "--seconds", description = "length of the phase at the highest rate (default: 6, quick: 3)")
    private int seconds;

    @Option(names = "--bytes", defaultValue = "100", description = "size of a publication (default: 100)")
    private int bytes;

    @Option(names = "--under-way", defaultValue = "50", description = "publications under way at the highest rate")
    private int underWay;

    @Option(
            names = "--only",
            split = ",",
            description = "contenders: raw, millrace, nchan, ws, nats (default: all; quick: raw, millrace, nchan)")
    private List<String> only = List.of();

    /// What one contender needed.
    ///
    /// @param single microseconds for a delivery, one publication at a time
    /// @param many the same at the highest rate
    /// @param rate deliveries a second at the highest rate
    private record Cost(double single, double many, double rate) {}

    @Override
    public String question() {
        return "what does it cost to deliver one message to everybody in a great room?";
    }

    @Override
    public void run(Bench bench) throws Exception {
        members = members > 0 ? members : bench.choose(1_000, 10_000);
        seconds = seconds > 0 ? seconds : bench.choose(3, 6);
        bench.say("%d members, %d bytes, at most %d publications under way", members, bytes, underWay);
        Map<String, Cost> costs = new LinkedHashMap<>();
        if (only.isEmpty()) {
            only = bench.quick() ? BEST : ALL;
        }
        for (String name : only) {
            try (Contender contender = start(name, bench)) {
                costs.put(contender.name(), measure(bench, contender));
            } catch (Absent absent) {
                bench.skip(name, absent.why());
            } catch (IOException failure) {
                bench.skip(name, failure.toString());
            }
        }
        report(bench, costs);
    }

    private static Contender start(String name, Bench bench) throws IOException, Absent, InterruptedException {
        var scratch = Files.createTempDirectory(bench.folder(), name);
        return switch (name) {
            case "raw" -> LineServer.raw(scratch);
            case "millrace" -> Millrace.start(bench);
            case "nchan" -> Nchan.start(scratch);
            case "ws" -> LineServer.node(scratch);
            case "nats" -> Nats.start(scratch);
            default -> throw new Absent("no such contender");
        };
    }

    private Cost measure(Bench bench, Contender contender) throws IOException {
        String message = "{\"text\":\"" + Members.MARK + "x".repeat(Math.max(0, bytes - 12)) + "\"}";
        try (Members room = Members.open(contender.target(), members, PATIENCE, _ -> contender::join)) {
            gather(contender, room, message);
            single(contender, room, message, bench.choose(150, 30));
            int count = bench.choose(300, 60);
            contender.tellMore(members);
            long cpu = single(contender, room, message, count);
            double single = cpu / 1e3 / ((double) count * members);
            contender.tellMore((long) count * members);
            sustained(contender, room, message, seconds / 2.0);
            long start = System.nanoTime();
            cpu = contender.cpuNanos();
            long received = sustained(contender, room, message, seconds);
            double many = (contender.cpuNanos() - cpu) / 1e3 / received;
            double rate = received / ((System.nanoTime() - start) / 1e9);
            contender.tellMore(received);
            bench.say(
                    "%-12s one at a time %5.2f us, at the highest rate %5.2f us, %,9.0f deliveries/s%s",
                    contender.name(),
                    single,
                    many,
                    rate,
                    room.ended() == 0 ? "" : ", " + room.ended() + " members lost");
            return new Cost(single, many, rate);
        }
    }

    /// Publishes until one publication has reached everybody.
    private void gather(Contender contender, Members room, String message) throws IOException {
        for (int probe = 0; probe < PROBES; probe++) {
            long before = room.received();
            contender.publish(message);
            if (room.awaitReceived(before + members, Duration.ofSeconds(2))) {
                return;
            }
        }
        throw new IOException("not all members of " + contender.name() + " have come");
    }

    /// @return processor time
    private long single(Contender contender, Members room, String message, int count) throws IOException {
        long start = contender.cpuNanos();
        for (int number = 0; number < count; number++) {
            long before = room.received();
            contender.publish(message);
            if (!room.awaitReceived(before + members, PATIENCE)) {
                throw new IOException(contender.name() + " has lost deliveries");
            }
        }
        return contender.cpuNanos() - start;
    }

    /// Keeps so many publications under way, then waits for the rest.
    ///
    /// @return deliveries
    private long sustained(Contender contender, Members room, String message, double length) throws IOException {
        long before = room.received();
        long until = System.nanoTime() + (long) (length * 1e9);
        long sent = 0;
        while (System.nanoTime() < until) {
            if (sent * members - (room.received() - before) < (long) underWay * members) {
                contender.publish(message);
                sent++;
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        if (!room.awaitReceived(before + sent * members, PATIENCE)) {
            throw new IOException(contender.name() + " has lost deliveries");
        }
        return sent * members;
    }

    private static void report(Bench bench, Map<String, Cost> costs) {
        Cost own = costs.get("millrace");
        if (own == null) {
            return;
        }
        Cost limit = costs.get(LIMIT);
        if (limit != null) {
            bench.ratio("one at a time", own.single(), "us/delivery", new Baseline(LIMIT, limit.single()));
            bench.ratio("at the highest rate", own.many(), "us/delivery", new Baseline(LIMIT, limit.many()));
        }
        costs.forEach((name, cost) -> {
            if (!name.equals("millrace") && !name.equals(LIMIT)) {
                compare(bench, own, name, cost);
            }
        });
        bench.result("at the highest rate", own.rate(), "deliveries/s");
        bench.result("at the highest rate, for each core of the edge", 1e6 / own.many(), "deliveries/s");
    }

    private static void compare(Bench bench, Cost own, String name, Cost cost) {
        Baseline single = new Baseline(name, cost.single());
        Baseline many = new Baseline(name, cost.many());
        if (name.equals(PEER)) {
            bench.ratio("one at a time", own.single(), "us/delivery", single, 1);
            bench.ratio("at the highest rate", own.many(), "us/delivery", many, 0.25);
        } else {
            bench.ratio("one at a time", own.single(), "us/delivery", single);
            bench.ratio("at the highest rate", own.many(), "us/delivery", many);
        }
    }
}
