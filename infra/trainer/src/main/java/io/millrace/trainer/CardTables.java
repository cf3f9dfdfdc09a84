package io.millrace.trainer;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The tables of the card.
final class CardTables {

    private CardTables() {}

    /// Precision and recall of every label on one part.
    static String quality(Metrics metrics, Function<Metrics.Parts, Quality> part) {
        StringBuilder table = new StringBuilder("""
                | label | threshold | precision | recall | F1 | false positives | sentences |
                |---|---|---|---|---|---|---|
                """);
        metrics.labels()
                .forEach((name, label) ->
                        row(table, name, "%.2f".formatted(label.threshold()), part.apply(label.figures())));
        row(table, "any", "", part.apply(metrics.any()));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String threshold, Quality quality) {
        table.append("| %s | %s | %s | %s | %.2f | %.1f %% | %d |\n"
                .formatted(
                        name,
                        threshold,
                        figure(quality.precision(), quality.precisionRange()),
                        figure(quality.recall(), quality.recallRange()),
                        quality.f1(),
                        quality.falsePositiveRate() * 100,
                        quality.support()));
    }

    private static String figure(double value, List<Double> range) {
        return "%.2f (%.2f to %.2f)".formatted(value, range.getFirst(), range.getLast());
    }

    /// The figures that are too good.
    static String others(Metrics metrics) {
        StringBuilder table = new StringBuilder("""
                | label | dev: precision, recall | random split: precision, recall |
                |---|---|---|
                """);
        metrics.labels().forEach((name, label) -> row(table, name, label.figures()));
        row(table, "any", metrics.any());
        return table.toString();
    }

    private static void row(StringBuilder table, String name, Metrics.Parts parts) {
        table.append("| %s | %s | %s |\n".formatted(name, pair(parts.dev()), pair(parts.random())));
    }

    private static String pair(Quality quality) {
        return "%.2f, %.2f".formatted(quality.precision(), quality.recall());
    }

    static String bias(Map<String, Probes.Term> terms) {
        StringBuilder table = new StringBuilder("| word | flagged | mean score |\n|---|---|---|\n");
        terms.forEach((name, term) ->
                table.append("| %s | %.2f | %.2f |\n".formatted(name, term.flagged(), term.meanScore())));
        return table.toString();
    }

    static String shares(Map<String, Double> shares) {
        StringBuilder table = new StringBuilder("| disguise | still flagged |\n|---|---|\n");
        shares.forEach((name, share) -> table.append("| %s | %.2f |\n".formatted(name, share)));
        return table.toString();
    }

    static String calibration(List<Metrics.Bin> bins) {
        StringBuilder table =
                new StringBuilder("| score from | sentences | mean score | really labelled |\n|---|---|---|---|\n");
        for (Metrics.Bin bin : bins) {
            table.append("| %.1f | %d | %.2f | %.2f |\n"
                    .formatted(bin.from(), bin.sentences(), bin.meanScore(), bin.harmful()));
        }
        return table.toString();
    }
}
