package io.millrace.trainer;

import de.bwaldvogel.liblinear.Feature;
import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.model.Weights;
import io.millrace.moderation.text.TextFolder;
import java.util.ArrayList;
import java.util.List;

/// From a split of the corpus to a file of weights: learn each label, shrink the numbers to a byte, calibrate
/// and choose the thresholds on dev.
final class Training {

    private static final int LARGEST_BYTE = 127;

    private Training() {}

    /// The file of the trained model.
    static byte[] run(Split split, Settings settings) {
        List<Row> rows = new ArrayList<>(split.train());
        rows.addAll(Obfuscation.toLearn(split.train()));
        Feature[][] vectors = Vectors.of(rows, settings.bits());
        int labels = Corpus.LABELS.size();
        byte[] values = new byte[labels << settings.bits()];
        List<Weights.Label> raw = new ArrayList<>();
        for (int label = 0; label < labels; label++) {
            String name = Corpus.LABELS.get(label);
            Regression learned = Regression.learn(
                    vectors, Scored.expected(rows, name), settings.bits(), settings.cost(), settings.rareness());
            double step = shrink(learned.weights(), values, label, labels);
            raw.add(new Weights.Label(name, step, learned.bias(), 1));
        }
        Weights uncalibrated = Weights.read(Weights.write(settings.bits(), raw, values));
        return Weights.write(settings.bits(), calibrate(uncalibrated, split.dev(), settings), values);
    }

    /// Writes one label's numbers as multiples of the returned step.
    private static double shrink(double[] weights, byte[] values, int label, int labels) {
        double largest = 0;
        for (double weight : weights) {
            largest = Math.max(largest, Math.abs(weight));
        }
        double step = largest / LARGEST_BYTE;
        for (int i = 0; i < weights.length; i++) {
            values[i * labels + label] = (byte) Math.round(weights[i] / step);
        }
        return step;
    }

    private static List<Weights.Label> calibrate(Weights weights, List<Row> dev, Settings settings) {
        LinearScorer scorer = new LinearScorer(weights);
        List<double[]> scores = dev.stream()
                .map(row -> scorer.score(TextFolder.fold(row.text())))
                .toList();
        List<Weights.Label> calibrated = new ArrayList<>();
        for (int i = 0; i < weights.labels().size(); i++) {
            int index = i;
            Weights.Label label = weights.labels().get(i);
            double[] logits = scores.stream()
                    .mapToDouble(all -> Calibration.logit(all[index]))
                    .toArray();
            boolean[] expected = Scored.expected(dev, label.name());
            double temperature = Calibration.temperature(logits, expected);
            double threshold = Calibration.threshold(logits, expected, temperature, settings.precision());
            calibrated.add(new Weights.Label(
                    label.name(), label.scale() / temperature, label.bias() / temperature, threshold));
        }
        return calibrated;
    }
}
