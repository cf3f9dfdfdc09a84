package io.millrace.load.report;

import io.millrace.load.record.Counter;
import io.millrace.load.record.Snapshot;
import io.millrace.load.record.Timing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// The report as one page that needs nothing from anywhere.
final class HtmlReport {

    private final Result result;
    private final Verdict verdict;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(Result result) {
        this.result = result;
        this.verdict = Verdict.of(result);
    }

    static String of(Result result) {
        HtmlReport report = new HtmlReport(result);
        report.page();
        return report.html.toString();
    }

    private void page() {
        String title = Html.text(Facts.title(result));
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        html.append("<title>").append(title).append(" · Millrace load report</title>\n");
        html.append("<style>\n").append(resource("report.css")).append("</style></head><body><main>\n");
        header(title);
        tiles();
        html.append("<section class=\"charts\">\n");
        new Charts(result).all().forEach(chart -> html.append(chart.html()));
        html.append("</section>\n<section class=\"tables\">\n");
        latencies();
        counts();
        codes("Connections ended, by code", result.snapshot().closed());
        codes("Publications refused, by code", result.snapshot().refused());
        environment();
        html.append("</section>\n");
        html.append("<footer>Latencies count from when something was due, so a stalled server or load generator shows"
                + " in full. Delivery and acknowledgement are of the steady phase only.</footer>\n");
        html.append("</main><script>\n").append(resource("report.js")).append("</script></body></html>\n");
    }

    private void header(String title) {
        html.append("<header><h1>")
                .append(title)
                .append(" <small>")
                .append(Facts.kind(result))
                .append("</small></h1>");
        html.append("<p class=\"verdict ")
                .append(verdict.isKept() ? "kept" : "broken")
                .append("\">");
        html.append(verdict.isKept() ? "Every promise was kept." : "A promise was broken.")
                .append("</p>");
        html.append("<p class=\"what\">")
                .append(Html.text(Facts.workload(result)))
                .append("</p><p class=\"when\">");
        html.append(Facts.when(result))
                .append(", run ")
                .append(Html.text(result.run()))
                .append("</p>");
        sentences("broken", verdict.broken());
        sentences("remarks", verdict.remarks());
        html.append("</header>\n");
    }

    private void sentences(String kind, List<String> sentences) {
        if (!sentences.isEmpty()) {
            html.append("<ul class=\"").append(kind).append("\">");
            sentences.forEach(
                    sentence -> html.append("<li>").append(Html.text(sentence)).append(".</li>"));
            html.append("</ul>");
        }
    }

    private void tiles() {
        Snapshot snapshot = result.snapshot();
        html.append("<section class=\"tiles\">\n");
        boolean hasTraffic = snapshot.count(Counter.SENT) > 0;
        Timing first = hasTraffic ? Timing.DELIVERY : Timing.CONNECT;
        Histogram histogram = snapshot.timing(first);
        if (histogram.getTotalCount() > 0) {
            tile(Facts.word(first) + " P50", Facts.at(histogram, 50));
            tile(Facts.word(first) + " P99", Facts.at(histogram, 99));
            tile(Facts.word(first) + " P99.9", Facts.at(histogram, 99.9));
        }
        if (hasTraffic) {
            tile("sent a second", Numbers.rate(result.perSecond(Counter.SENT)));
            tile("delivered a second", Numbers.rate(result.perSecond(Counter.DELIVERED)));
            tile("missing", Numbers.count(snapshot.missing()));
        }
        long most = snapshot.seconds().stream()
                .mapToLong(second -> second.open())
                .max()
                .orElse(0);
        tile("connections", Numbers.count(most));
        tile("idle share of the machine", Numbers.percent(result.environment().idleShare()));
        html.append("</section>\n");
    }

    private void tile(String name, String value) {
        html.append("<div class=\"tile\"><span>").append(Html.text(name)).append("</span><b>");
        html.append(Html.text(value)).append("</b></div>\n");
    }

    private void latencies() {
        html.append("<div class=\"table wide\"><h2>Latencies</h2><div class=\"scroll\"><table><thead><tr><th></th>"
                + "<th>count</th><th>mean</th><th>P50</th><th>P90</th><th>P99</th><th>P99.9</th><th>P99.99</th>"
                + "<th>max</th></tr></thead><tbody>\n");
        for (Timing timing : Timing.values()) {
            Histogram histogram = result.snapshot().timing(timing);
            if (histogram.getTotalCount() > 0) {
                row(
                        Facts.word(timing),
                        Numbers.count(histogram.getTotalCount()),
                        Numbers.millis(histogram.getMean() / 1e3),
                        Facts.at(histogram, 50),
                        Facts.at(histogram, 90),
                        Facts.at(histogram, 99),
                        Facts.at(histogram, 99.9),
                        Facts.at(histogram, 99.99),
                        Facts.at(histogram, 100));
            }
        }
        html.append("</tbody></table></div></div>\n");
    }

    private void counts() {
        html.append("<div class=\"table\"><h2>Counts</h2><div class=\"scroll\"><table><thead><tr><th></th>"
                + "<th>total</th><th>a second while steady</th></tr></thead><tbody>\n");
        for (Counter counter : Counter.values()) {
            long total = result.snapshot().count(counter);
            if (total > 0) {
                row(Facts.word(counter), Numbers.count(total), Numbers.rate(result.perSecond(counter)));
            }
        }
        row("missing", Numbers.count(result.snapshot().missing()), "");
        html.append("</tbody></table></div></div>\n");
    }

    private void codes(String title, Map<Integer, Long> codes) {
        if (!codes.isEmpty()) {
            html.append("<div class=\"table\"><h2>").append(title).append("</h2><table><tbody>\n");
            new TreeMap<>(codes).forEach((code, number) -> row(code.toString(), Numbers.count(number)));
            html.append("</tbody></table></div>\n");
        }
    }

    private void environment() {
        Environment environment = result.environment();
        html.append("<div class=\"table\"><h2>Environment</h2><table class=\"words\"><tbody>\n");
        row("processors", environment.cpus() + " × " + environment.cpuModel());
        row("memory", Numbers.gibibytes(environment.memoryBytes()));
        row("idle while load was on", Numbers.percent(environment.idleShare()));
        row("load average", load(environment.loadBefore()) + " before, " + load(environment.loadAfter()) + " after");
        row("greatest lag of the schedule", Numbers.millis(result.lagMillis()));
        row("Java", environment.java());
        row("system", environment.system());
        row("edges", String.join(", ", Facts.edges(result)));
        row("seed", Long.toString(result.scenario().seed()));
        row("command", environment.commandLine());
        html.append("</tbody></table></div>\n");
    }

    private void row(String name, String... values) {
        html.append("<tr><th>").append(Html.text(name)).append("</th>");
        for (String value : values) {
            html.append("<td>").append(Html.text(value)).append("</td>");
        }
        html.append("</tr>\n");
    }

    private static String load(double average) {
        return average < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", average);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
