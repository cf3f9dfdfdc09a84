package io.millrace.moderation.model;

import io.millrace.moderation.text.FoldedText;
import java.util.List;

/// Scores texts with [Weights]: each label for itself, by logistic regression on hashed [Features].
///
/// The sums are whole numbers, so equal texts have equal scores on every machine. Thread-safe.
public final class LinearScorer {

    private final Weights weights;
    private final byte[] values;
    private final int labels;
    private final int shift;

    public LinearScorer(Weights weights) {
        this.weights = weights;
        values = weights.values();
        labels = weights.labels().size();
        shift = Integer.SIZE - weights.bits();
    }

    /// What is scored, in the order of the scores.
    public List<Weights.Label> labels() {
        return weights.labels();
    }

    /// Names the model by its content.
    public String version() {
        return weights.version();
    }

    /// The probability of each label, 0 to 1 and never NaN: of a long text the highest in any part of it, of
    /// a text without words 0.
    public double[] score(FoldedText text) {
        Sums sums = new Sums();
        Features.of(text, sums);
        return sums.best;
    }

    private final class Sums implements Features.Sink {

        private final double[] best = new double[labels];
        private final int[] sums = new int[labels];
        private int squares;

        @Override
        public void feature(int hash, int weight) {
            int base = (hash >>> shift) * labels;
            for (int i = 0; i < labels; i++) {
                sums[i] += weight * values[base + i];
            }
            squares += weight * weight;
        }

        @Override
        public void endOfWindow() {
            double length = Features.length(squares);
            for (int i = 0; i < labels; i++) {
                Weights.Label label = weights.labels().get(i);
                double logit = label.bias() + label.scale() * sums[i] / length;
                best[i] = Math.max(best[i], 1 / (1 + StrictMath.exp(-logit)));
                sums[i] = 0;
            }
            squares = 0;
        }
    }
}
