package io.millrace.trainer;

import java.util.stream.IntStream;

/// Fits probabilities to what is true, and finds from where on they may be trusted.
final class Calibration {

    private static final double HOTTEST = 5;
    private static final double COLDEST = 0.1;
    private static final int STEPS = 60;
    private static final double SURE = 1e-9;
    private static final int FEWEST_FOUND = 10;
    private static final int LOWEST_PERCENT = 50;

    private Calibration() {}

    /// The inverse of the sigmoid; certainty is taken for almost certainty.
    static double logit(double score) {
        double inside = Math.clamp(score, SURE, 1 - SURE);
        return Math.log(inside / (1 - inside));
    }

    /// What log odds must be divided by so that they fit best (least negative log likelihood).
    static double temperature(double[] logits, boolean[] expected) {
        double low = Math.log(COLDEST);
        double high = Math.log(HOTTEST);
        for (int i = 0; i < STEPS; i++) {
            double left = low + (high - low) / 3;
            double right = high - (high - low) / 3;
            if (loss(logits, expected, Math.exp(left)) < loss(logits, expected, Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /// The lowest threshold in steps of 0.01 above which enough of what is found is right; 1 if there is none.
    static double threshold(double[] logits, boolean[] expected, double temperature, double precision) {
        for (int percent = LOWEST_PERCENT; percent < 100; percent++) {
            double least = logit(percent / 100.0) * temperature;
            long found = IntStream.range(0, logits.length)
                    .filter(i -> logits[i] > least)
                    .count();
            long right = IntStream.range(0, logits.length)
                    .filter(i -> logits[i] > least && expected[i])
                    .count();
            if (found >= FEWEST_FOUND && right >= precision * found) {
                return percent / 100.0;
            }
        }
        return 1;
    }

    private static double loss(double[] logits, boolean[] expected, double temperature) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            double odds = (expected[i] ? -logits[i] : logits[i]) / temperature;
            loss += odds > 30 ? odds : Math.log1p(Math.exp(odds));
        }
        return loss;
    }
}
