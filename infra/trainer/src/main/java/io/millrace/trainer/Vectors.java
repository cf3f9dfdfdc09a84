package io.millrace.trainer;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import io.millrace.moderation.model.Features;
import io.millrace.moderation.text.TextFolder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns sentences into what the regression learns from, exactly as the service sees them.
final class Vectors implements Features.Sink {

    private final int shift;
    private final Map<Integer, Integer> sums = new TreeMap<>();
    private int squares;
    private Feature[] first = {};

    private Vectors(int bits) {
        shift = Integer.SIZE - bits;
    }

    /// One vector for each sentence. Buckets count from 1.
    static Feature[][] of(List<Row> rows, int bits) {
        return rows.stream().map(row -> of(row.text(), bits)).toArray(Feature[][]::new);
    }

    private static Feature[] of(String text, int bits) {
        Vectors vectors = new Vectors(bits);
        Features.of(TextFolder.fold(text), vectors);
        return vectors.first;
    }

    @Override
    public void feature(int hash, int weight) {
        sums.merge((hash >>> shift) + 1, weight, Integer::sum);
        squares += weight * weight;
    }

    /// Sentences of the corpus fit into one window; of a longer one the first is taken.
    @Override
    public void endOfWindow() {
        if (first.length == 0) {
            double length = Features.length(squares);
            first = sums.entrySet().stream()
                    .map(entry -> new FeatureNode(entry.getKey(), entry.getValue() / length))
                    .toArray(Feature[]::new);
        }
    }
}
