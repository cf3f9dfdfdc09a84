package io.millrace.load.report;

import io.millrace.load.record.Counter;
import io.millrace.load.record.Second;
import io.millrace.load.record.Timing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// The drawings of one run.
final class Charts {

    private static final int MOST_POINTS = 300;
    private static final int CURVE_POINTS = 120;

    private final Result result;
    private final List<Second> seconds;
    private final int together;
    private final List<Double> time;
    private final List<Chart.Band> bands;

    Charts(Result result) {
        this.result = result;
        this.seconds = result.snapshot().seconds();
        this.together = Math.ceilDiv(Math.max(1, seconds.size()), MOST_POINTS);
        this.time = series(result::at, true);
        Timeline line = result.timeline();
        this.bands = List.of(
                new Chart.Band("connect", 0, line.seconds(line.load())),
                new Chart.Band("ramp", line.seconds(line.load()), line.seconds(line.steady())),
                new Chart.Band("steady", line.seconds(line.steady()), line.seconds(line.drain())),
                new Chart.Band("drain", line.seconds(line.drain()), line.seconds(line.end())));
    }

    /// Those that have something to show.
    List<Chart> all() {
        List<Chart> charts = new ArrayList<>();
        for (Timing timing : List.of(Timing.DELIVERY, Timing.RECOVERY, Timing.SUBSCRIBE, Timing.PRESENCE)) {
            if (result.snapshot().timing(timing).getTotalCount() > 0
                    && (charts.isEmpty() || timing == Timing.RECOVERY || timing == Timing.PRESENCE)) {
                charts.add(latencyOverTime(timing));
            }
        }
        charts.add(distribution());
        if (has(Counter.SENT)) {
            charts.add(overTime(
                    "Publications a second",
                    Numbers::rate,
                    counter(Counter.SENT),
                    counter(Counter.ACKED),
                    counter(Counter.REFUSED)));
            charts.add(overTime(
                    "Deliveries a second", Numbers::rate, counter(Counter.EXPECTED), counter(Counter.DELIVERED)));
        }
        charts.add(overTime("Connections open", Numbers::rate, line("open", Second::open)));
        charts.add(overTime(
                "Connections opened and ended a second",
                Numbers::rate,
                counter(Counter.OPENED),
                counter(Counter.CLOSED),
                counter(Counter.FAILED)));
        if (has(Counter.UNSUBSCRIBED) || has(Counter.JOINS)) {
            charts.add(overTime(
                    "Coming and going a second",
                    Numbers::rate,
                    counter(Counter.SUBSCRIBED),
                    counter(Counter.UNSUBSCRIBED),
                    counter(Counter.JOINS),
                    counter(Counter.LEAVES)));
        }
        return charts;
    }

    private Chart latencyOverTime(Timing timing) {
        List<Chart.Line> lines = new ArrayList<>(List.of(
                line("P50", second -> second.millis(timing, 50)), line("P99", second -> second.millis(timing, 99))));
        if (timing == Timing.DELIVERY) {
            lines.add(line("lag of the schedule", Charts::lag));
        }
        double[] values = lines.stream()
                .flatMap(line -> line.y().stream())
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        Scale scale = Scale.logarithmic(
                Arrays.stream(values).min().orElse(1),
                Arrays.stream(values).max().orElse(1));
        String title = switch (timing) {
            case DELIVERY -> "Send to delivery over time";
            case ACK -> "Send to acknowledgement over time";
            case CONNECT -> "Connect over time";
            case SUBSCRIBE -> "Subscribe over time";
            case RECOVERY -> "Loss to recovery over time";
            case PRESENCE -> "Presence answers over time";
        };
        return new Chart(title, time, timeScale(), Charts::moment, scale, Numbers::millis, lines, bands);
    }

    /// Latency of the best part of the events, on an axis that gives each further nine the same room.
    private Chart distribution() {
        List<Double> nines = IntStream.rangeClosed(0, CURVE_POINTS)
                .mapToObj(i -> 5.0 * i / CURVE_POINTS)
                .toList();
        List<Chart.Line> lines = new ArrayList<>();
        double least = Double.MAX_VALUE;
        double greatest = 0;
        for (Timing timing : Timing.values()) {
            Histogram histogram = result.snapshot().timing(timing);
            if (histogram.getTotalCount() > 0) {
                lines.add(curve(timing, histogram, nines));
                least = Math.min(least, histogram.getValueAtPercentile(0) / 1e3);
                greatest = Math.max(greatest, histogram.getMaxValue() / 1e3);
            }
        }
        return new Chart(
                "Distribution of latencies",
                nines,
                Scale.exact(0, 5),
                Charts::percentile,
                lines.isEmpty() ? Scale.logarithmic(1, 10) : Scale.logarithmic(least, greatest),
                Numbers::millis,
                lines,
                List.of());
    }

    private static Chart.Line curve(Timing timing, Histogram histogram, List<Double> nines) {
        // Beyond one in all, there is nothing more to see.
        double last = Math.log10((double) histogram.getTotalCount()) + 0.1;
        return new Chart.Line(
                Facts.word(timing),
                nines.stream()
                        .map(at -> at > last
                                ? Double.NaN
                                : histogram.getValueAtPercentile(100 * (1 - Math.pow(10, -at))) / 1e3)
                        .toList());
    }

    private Chart overTime(String title, DoubleFunction<String> text, Chart.Line... lines) {
        List<Chart.Line> shown = Arrays.stream(lines)
                .filter(line -> line.y().stream().anyMatch(value -> value > 0))
                .toList();
        double greatest = shown.stream()
                .flatMap(line -> line.y().stream())
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(1);
        return new Chart(title, time, timeScale(), Charts::moment, Scale.linear(greatest), text, shown, bands);
    }

    private Scale timeScale() {
        double end = result.timeline().seconds(result.timeline().end());
        return Scale.exact(0, Math.max(1, time.isEmpty() ? end : Math.max(end, time.getLast())));
    }

    private Chart.Line counter(Counter counter) {
        return new Chart.Line(Facts.word(counter), series(second -> second.count(counter), true));
    }

    private Chart.Line line(String name, ToDoubleFunction<Second> value) {
        return new Chart.Line(name, series(value, false));
    }

    /// Values over time; in a long run several seconds make one point.
    ///
    /// @param average whether that is their average, or else their maximum
    private List<Double> series(ToDoubleFunction<Second> value, boolean average) {
        List<Double> points = new ArrayList<>();
        for (int first = 0; first < seconds.size(); first += together) {
            DoubleSummaryStatistics values = seconds.subList(first, Math.min(seconds.size(), first + together)).stream()
                    .mapToDouble(value)
                    .filter(one -> !Double.isNaN(one))
                    .summaryStatistics();
            points.add(values.getCount() == 0 ? Double.NaN : average ? values.getAverage() : values.getMax());
        }
        return points;
    }

    private boolean has(Counter counter) {
        return result.snapshot().count(counter) > 0;
    }

    private static double lag(Second second) {
        return second.lagNanos() == 0 ? Double.NaN : second.lagNanos() / 1e6;
    }

    private static String moment(double seconds) {
        long whole = Math.round(seconds);
        return whole < 120 ? whole + " s" : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    private static String percentile(double nines) {
        double missing = Math.pow(10, -nines) * 100;
        boolean isWhole = Math.abs(nines - Math.rint(nines)) < 1e-9;
        int decimals = (int) Math.ceil(Math.max(0, nines - (isWhole ? 2 + 1e-9 : 1)));
        return nines == 0 ? "P0" : "P" + trimmed(100 - missing, decimals);
    }

    private static String trimmed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + Math.min(decimals, 3) + "f", value);
    }
}
