package io.millrace.load.report;

import io.millrace.load.record.Counter;
import io.millrace.load.record.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Whether promises were kept.
///
/// @param broken one sentence for each promise that was broken; empty when all were kept
/// @param remarks one sentence for each thing to know before numbers are believed
public record Verdict(List<String> broken, List<String> remarks) {

    private static final double LATE_MILLIS = 10;
    private static final double BUSY = 0.05;

    public Verdict {
        broken = List.copyOf(broken);
        remarks = List.copyOf(remarks);
    }

    /// Judges a run.
    public static Verdict of(Result result) {
        return new Verdict(broken(result), remarks(result));
    }

    /// Whether every promise was kept.
    public boolean isKept() {
        return broken.isEmpty();
    }

    private static List<String> broken(Result result) {
        Snapshot snapshot = result.snapshot();
        List<String> broken = new ArrayList<>();
        long missing = snapshot.missing();
        // Who stops a run early does not wait for what is under way.
        if (missing > 0 && !result.stopped()) {
            broken.add(Numbers.count(missing) + " of " + Numbers.count(snapshot.count(Counter.EXPECTED))
                    + " deliveries are missing");
        }
        add(broken, snapshot.count(Counter.GAPS), "holes in what subscribers saw, without a word");
        add(broken, snapshot.count(Counter.DUPLICATES), "deliveries came more than once");
        add(broken, snapshot.count(Counter.SUBSCRIBE_REFUSED), "subscriptions were refused");
        long asked = result.scenario().workload().connections();
        long connected = snapshot.count(Counter.OPENED) - snapshot.count(Counter.RECONNECTS);
        if (connected < asked && !result.stopped()) {
            broken.add("only " + Numbers.count(connected) + " of " + Numbers.count(asked) + " clients could connect");
        }
        return broken;
    }

    private static List<String> remarks(Result result) {
        Snapshot snapshot = result.snapshot();
        List<String> remarks = new ArrayList<>();
        if (result.stopped()) {
            remarks.add("the run was stopped early");
        }
        if (result.lagMillis() > LATE_MILLIS) {
            remarks.add("the load generator was up to " + Numbers.millis(result.lagMillis())
                    + " behind its schedule, which is part of the latencies");
        }
        double idle = result.environment().idleShare();
        if (idle < BUSY) {
            remarks.add("the machine was busy all the time (" + Numbers.percent(idle)
                    + " idle), so latencies say little about the server");
        }
        add(remarks, snapshot.count(Counter.UNKNOWN), "publications were neither accepted nor refused");
        add(
                remarks,
                snapshot.count(Counter.REFUSED),
                "publications were refused, by code: " + new TreeMap<>(snapshot.refused()));
        add(
                remarks,
                snapshot.count(Counter.SKIPPED),
                "deliveries were skipped with notice, by subscriptions that" + " started anew");
        return remarks;
    }

    private static void add(List<String> sentences, long number, String what) {
        if (number > 0) {
            sentences.add(Numbers.count(number) + ' ' + what);
        }
    }
}
