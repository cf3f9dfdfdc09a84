package io.millrace.trainer;

import java.util.Map;

/// What a training run prints: precision and recall of every label, part by part.
final class Summary {

    private Summary() {}

    static String of(Metrics metrics) {
        StringBuilder text = new StringBuilder();
        line(text, "", "limit", "dev", "test", "hold-out", "random");
        metrics.labels()
                .forEach((name, label) -> line(text, name, Double.toString(label.threshold()), label.figures()));
        line(text, "any", "", metrics.any());
        text.append("obfuscation ").append(metrics.obfuscation()).append('\n');
        double flagged = metrics.bias().values().stream()
                .mapToDouble(Probes.Term::flagged)
                .average()
                .orElse(0);
        text.append("probes flagged ").append(Quality.round(flagged)).append(", by term:");
        for (Map.Entry<String, Probes.Term> term : metrics.bias().entrySet()) {
            if (term.getValue().flagged() > 0) {
                text.append(' ')
                        .append(term.getKey())
                        .append('=')
                        .append(term.getValue().flagged());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String threshold, Metrics.Parts parts) {
        line(
                text,
                name,
                threshold,
                figures(parts.dev()),
                figures(parts.test()),
                figures(parts.holdout()),
                figures(parts.random()));
    }

    private static String figures(Quality quality) {
        return "%.2f %.2f /%d".formatted(quality.precision(), quality.recall(), quality.support());
    }

    private static void line(StringBuilder text, String... cells) {
        for (String cell : cells) {
            text.append("%-16s".formatted(cell));
        }
        text.append('\n');
    }
}
