package io.millrace.trainer;

import java.util.List;
import java.util.Map;

/// Everything that was measured of a model; `metrics.json`.
///
/// @param model what was measured
/// @param corpus what it was trained with
/// @param labels the figures of each label
/// @param any the figures of the question whether a sentence has any label
/// @param obfuscation see [Obfuscation]
/// @param bias see [Probes]
/// @param calibration hold-out sentences by their highest score, in steps of 0.1
record Metrics(
        Identity model,
        CorpusFigures corpus,
        Map<String, LabelFigures> labels,
        Parts any,
        Map<String, Double> obfuscation,
        Map<String, Probes.Term> bias,
        List<Bin> calibration) {

    /// @param version digest of the weights
    record Identity(String name, String version, int features, Settings settings) {}

    /// @param sentences by label; `none` for benign ones, those with several labels count for each
    record CorpusFigures(int rows, int groups, Map<String, Integer> sentences, Map<String, Integer> parts) {}

    /// @param threshold above which the label is shown
    record LabelFigures(double threshold, Parts figures) {}

    /// @param dev the part on which the threshold was chosen: too good by nature
    /// @param test groups never seen
    /// @param holdout written apart from the corpus
    /// @param random test of another model, from a split that does not respect groups: too good
    record Parts(Quality dev, Quality test, Quality holdout, Quality random) {}

    /// @param from lowest score of the bin
    /// @param meanScore what the model says
    /// @param harmful what is true
    record Bin(double from, int sentences, double meanScore, double harmful) {}
}
