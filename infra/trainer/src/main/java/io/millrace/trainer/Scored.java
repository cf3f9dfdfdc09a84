package io.millrace.trainer;

import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.text.TextFolder;
import java.util.List;
import java.util.stream.IntStream;

/// A sentence and what the model says of it.
///
/// @param scores in the order of the labels
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Scored(Row row, double[] scores) {

    static List<Scored> all(List<Row> rows, LinearScorer scorer) {
        return rows.stream()
                .map(row -> new Scored(row, scorer.score(TextFolder.fold(row.text()))))
                .toList();
    }

    /// For each sentence whether it has a label.
    static boolean[] expected(List<Row> rows, String label) {
        boolean[] expected = new boolean[rows.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = rows.get(i).has(label);
        }
        return expected;
    }

    /// Whether the model shows a label, by its own threshold.
    boolean shows(LinearScorer scorer, int label) {
        return scores[label] > scorer.labels().get(label).threshold();
    }

    /// Whether the model shows any label.
    boolean isFlagged(LinearScorer scorer) {
        return IntStream.range(0, scores.length).anyMatch(label -> shows(scorer, label));
    }
}
