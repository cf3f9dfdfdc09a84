package io.millrace.moderation.scorer.model;

import io.millrace.moderation.scorer.model.Labels.Golden;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Proves a model before anybody relies on it.
final class ModelCheck {

    /// How far a score may be from what it should be: other processors round otherwise.
    static final double TOLERANCE = 0.02;

    private static final String PLAIN = "hello, is anybody here today?";
    private static final String LONG = "all work and no play makes a long text ".repeat(100);

    private ModelCheck() {}

    /// Runs single texts, a full batch of long ones and the golden texts.
    ///
    /// @param batch how many texts are scored together at most
    /// @return a text that the model can be asked again, with its scores of now
    /// @throws ModelException saying what is wrong
    static Golden prove(TextModel model, Labels labels, int batch) {
        requireFinite(labels, model.score(List.of(""), new StopSignal()));
        requireFinite(labels, model.score(Collections.nCopies(batch, LONG), new StopSignal()));
        for (Golden golden : labels.golden()) {
            compare(model, labels, golden);
        }
        String text =
                labels.golden().isEmpty() ? PLAIN : labels.golden().getFirst().text();
        double[][] scores = model.score(List.of(text), new StopSignal());
        requireFinite(labels, scores);
        return new Golden(text, byLabel(labels, scores[0]));
    }

    /// Scores a text again.
    ///
    /// @throws ModelException when the scores differ from what they should be
    static void compare(TextModel model, Labels labels, Golden golden) {
        double[][] rows = model.score(List.of(golden.text()), new StopSignal());
        requireFinite(labels, rows);
        Map<String, Double> scores = byLabel(labels, rows[0]);
        golden.scores().forEach((label, expected) -> {
            double score = scores.getOrDefault(label, Double.NaN);
            if (!(Math.abs(score - expected) <= TOLERANCE)) {
                throw new ModelException("a golden text has " + score + " for " + label + ", not " + expected);
            }
        });
    }

    static Map<String, Double> byLabel(Labels labels, double[] scores) {
        Map<String, Double> byLabel = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            byLabel.put(labels.names().get(i), scores[i]);
        }
        return byLabel;
    }

    static boolean isFinite(double[] scores) {
        return Arrays.stream(scores).allMatch(Double::isFinite);
    }

    private static void requireFinite(Labels labels, double[][] rows) {
        for (double[] scores : rows) {
            if (scores.length != labels.names().size()) {
                throw new ModelException("the model has " + scores.length + " scores, labels.json names "
                        + labels.names().size());
            }
            if (!isFinite(scores)) {
                throw new ModelException("the model answers with scores that are no numbers");
            }
        }
    }
}
