package io.millrace.load;

import io.millrace.load.crew.Leader;
import io.millrace.load.record.Counter;
import io.millrace.load.record.Second;
import io.millrace.load.record.Timing;
import io.millrace.load.report.Machine;
import io.millrace.load.scenario.Phase;
import io.millrace.load.scenario.Phases;
import java.io.PrintStream;
import java.util.Locale;

/// Prints a line each second.
final class Progress implements Leader.Watcher {

    private static final long SECOND = 1_000_000_000L;

    private final PrintStream out;
    private final Phases phases;
    private final Machine machine;
    private final long began = System.nanoTime();
    private long load;

    Progress(PrintStream out, Phases phases, Machine machine) {
        this.out = out;
        this.phases = phases;
        this.machine = machine;
    }

    @Override
    public void begins(Phase phase) {
        switch (phase) {
            case CONNECT -> out.println("Connecting ...");
            case LOAD -> {
                load = System.nanoTime();
                machine.loadBegins();
                out.println("Everyone is connected; load goes on.");
            }
            case DRAIN -> {
                machine.loadEnds();
                out.println("Load goes off; waiting for what is under way ...");
            }
            case CLOSE -> out.println("Closing ...");
        }
    }

    @Override
    public void passed(Phase phase, Second second) {
        long at = second.at() * SECOND;
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%4ds %-8s", Math.max(0, (at - began) / SECOND), name(phase, at)));
        line.append(String.format(Locale.ROOT, " open %,d", second.open()));
        rate(line, "opened", second.count(Counter.OPENED));
        rate(line, "failed", second.count(Counter.FAILED));
        rate(line, "closed", second.count(Counter.CLOSED));
        rate(line, "sent", second.count(Counter.SENT));
        rate(line, "delivered", second.count(Counter.DELIVERED));
        rate(line, "moves", second.count(Counter.UNSUBSCRIBED));
        rate(line, "joins", second.count(Counter.JOINS));
        latency(line, second);
        if (phase == Phase.LOAD) {
            line.append(String.format(Locale.ROOT, "  lag %.1f ms", second.lagNanos() / 1e6));
        }
        out.println(line);
    }

    private String name(Phase phase, long at) {
        return switch (phase) {
            case CONNECT -> "connect";
            case LOAD -> at - load < phases.ramp().toNanos() ? "ramp" : "steady";
            case DRAIN -> "drain";
            case CLOSE -> "close";
        };
    }

    private static void rate(StringBuilder line, String what, long number) {
        if (number > 0) {
            line.append(String.format(Locale.ROOT, "  %s %,d/s", what, number));
        }
    }

    private static void latency(StringBuilder line, Second second) {
        for (Timing timing : new Timing[] {Timing.DELIVERY, Timing.RECOVERY, Timing.PRESENCE, Timing.CONNECT}) {
            double median = second.millis(timing, 50);
            if (!Double.isNaN(median)) {
                line.append(String.format(
                        Locale.ROOT,
                        "  %s P50 %.1f P99 %.1f ms",
                        timing.name().toLowerCase(Locale.ROOT),
                        median,
                        second.millis(timing, 99)));
                return;
            }
        }
    }
}
