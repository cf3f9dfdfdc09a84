package io.millrace.load.report;

import io.millrace.load.record.Counter;
import io.millrace.load.record.Timing;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// The report for a terminal.
public final class TextReport {

    private static final List<Counter> ALWAYS =
            List.of(Counter.SENT, Counter.ACKED, Counter.EXPECTED, Counter.DELIVERED);

    private TextReport() {}

    /// Several lines, each with a line feed.
    public static String of(Result result) {
        StringBuilder text = new StringBuilder();
        Verdict verdict = Verdict.of(result);
        Environment environment = result.environment();
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "%s (%s), run %s, %s",
                        Facts.title(result),
                        Facts.kind(result),
                        result.run(),
                        Facts.when(result)));
        line(text, String.format(Locale.ROOT, "%s", Facts.workload(result)));
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "%d processors, %s idle under load, load average %.1f before and %.1f after; %s; %s",
                        environment.cpus(),
                        Numbers.percent(environment.idleShare()),
                        environment.loadBefore(),
                        environment.loadAfter(),
                        environment.java(),
                        environment.system()));
        text.append('\n');
        latencies(text, result);
        text.append('\n');
        counts(text, result);
        text.append('\n');
        verdict.remarks().forEach(remark -> line(text, String.format(Locale.ROOT, "Note: %s.", remark)));
        verdict.broken().forEach(broken -> line(text, String.format(Locale.ROOT, "BROKEN: %s.", broken)));
        if (verdict.isKept()) {
            line(text, "Every promise was kept.");
        }
        return text.toString();
    }

    private static void latencies(StringBuilder text, Result result) {
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "%-12s %10s %10s %10s %10s %10s %10s",
                        "latency",
                        "count",
                        "P50",
                        "P90",
                        "P99",
                        "P99.9",
                        "max"));
        for (Timing timing : Timing.values()) {
            Histogram histogram = result.snapshot().timing(timing);
            if (histogram.getTotalCount() > 0) {
                line(
                        text,
                        String.format(
                                Locale.ROOT,
                                "%-12s %10s %10s %10s %10s %10s %10s",
                                Facts.word(timing),
                                Numbers.count(histogram.getTotalCount()),
                                Facts.at(histogram, 50),
                                Facts.at(histogram, 90),
                                Facts.at(histogram, 99),
                                Facts.at(histogram, 99.9),
                                Facts.at(histogram, 100)));
            }
        }
    }

    private static void counts(StringBuilder text, Result result) {
        line(text, String.format(Locale.ROOT, "%-18s %14s %14s", "", "total", "a second"));
        boolean hasTraffic = result.scenario().workload().traffic().rate() > 0;
        for (Counter counter : Counter.values()) {
            long total = result.snapshot().count(counter);
            if (total > 0 || (hasTraffic && ALWAYS.contains(counter))) {
                line(
                        text,
                        String.format(
                                Locale.ROOT,
                                "%-18s %14s %14s",
                                Facts.word(counter),
                                Numbers.count(total),
                                Numbers.rate(result.perSecond(counter))));
            }
        }
        if (!result.snapshot().closed().isEmpty()) {
            line(
                    text,
                    String.format(
                            Locale.ROOT,
                            "connections closed by code: %s",
                            new TreeMap<>(result.snapshot().closed())));
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
