package io.millrace.load.report;

import io.millrace.load.scenario.Phases;
import io.millrace.load.scenario.Traffic;
import io.millrace.load.scenario.Workload;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/// What is said about a run in words, the same in all reports.
final class Facts {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Facts() {}

    static String title(Result result) {
        return result.scenario().name();
    }

    static String kind(Result result) {
        return result.scenario().workload().kind();
    }

    static String when(Result result) {
        return MOMENT.format(result.started());
    }

    /// A key of reports as a word: `not_recovered` is `not recovered`.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String at(Histogram histogram, double percentile) {
        return Numbers.millis(histogram.getValueAtPercentile(percentile) / 1_000.0);
    }

    /// Addresses of the edges without users and queries, which may be secrets.
    static List<String> edges(Result result) {
        return result.scenario().connection().edges().stream()
                .map(edge ->
                        edge.getScheme() + "://" + edge.getHost() + (edge.getPort() < 0 ? "" : ":" + edge.getPort())
                                + Objects.requireNonNullElse(edge.getPath(), ""))
                .toList();
    }

    /// One sentence on what the clients did.
    static String workload(Result result) {
        Workload workload = result.scenario().workload();
        Traffic traffic = workload.traffic();
        Phases phases = result.scenario().phases();
        StringBuilder text = new StringBuilder();
        text.append(Numbers.count(workload.connections())).append(" connections to ");
        text.append(many(result.scenario().connection().edges().size(), "edge"));
        text.append(" in ").append(many(result.processes(), "process")).append(", ");
        text.append(result.scenario().connection().encoding().name().toLowerCase(Locale.ROOT));
        if (traffic.rooms() > 0) {
            text.append("; ").append(many(traffic.rooms(), "room")).append(" of ");
            text.append(many(traffic.members(), "member")).append(", ").append(traffic.senders());
            text.append(" of them sending; ").append(Numbers.rate(traffic.rate()));
            text.append(" publications a second of ").append(traffic.payload()).append(" bytes");
        }
        text.append(particulars(workload));
        text.append("; ramp ").append(seconds(phases.ramp().toMillis()));
        text.append(", steady ").append(seconds(phases.steady().toMillis()));
        return text.append(", drain up to ")
                .append(seconds(phases.drain().toMillis()))
                .toString();
    }

    private static String particulars(Workload workload) {
        return switch (workload) {
            case Workload.Idle _, Workload.FanOut _ -> "";
            case Workload.Chat chat -> chat.others() == 0 ? "" : "; " + Numbers.count(chat.others()) + " idle";
            case Workload.ReconnectStorm storm ->
                "; " + Numbers.percent(storm.share()) + " of the members cut " + many(storm.times(), "time");
            case Workload.SlowReaders readers ->
                "; " + Numbers.percent(readers.share()) + " of the members read "
                        + (readers.bytesPerSecond() == 0
                                ? "nothing"
                                : Numbers.count(readers.bytesPerSecond()) + " bytes a second");
            case Workload.SubscriptionChurn churn ->
                "; " + Numbers.count(churn.others()) + " wanderers make " + Numbers.rate(churn.rate())
                        + " moves a second";
            case Workload.PresenceChurn churn ->
                "; " + Numbers.count(churn.others()) + " visitors make " + Numbers.rate(churn.rate())
                        + " visits a second, members ask " + Numbers.rate(churn.queries()) + " times a second";
        };
    }

    private static String many(int number, String what) {
        return Numbers.count(number) + ' ' + what + (number == 1 ? "" : what.endsWith("s") ? "es" : "s");
    }

    private static String seconds(long millis) {
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
