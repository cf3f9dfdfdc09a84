package io.millrace.moderation.scorer.model;

import java.util.List;
import java.util.Map;

/// What `labels.json` says about a model.
///
/// @param version of the author's choice, may be empty
/// @param names of the scores, in the order of the model's output
/// @param thresholds by label: where a score begins to mean something
/// @param activation what makes scores of the outputs
/// @param maxLength most tokens that the model takes
/// @param golden texts whose scores are known
public record Labels(
        String version,
        List<String> names,
        Map<String, Double> thresholds,
        Activation activation,
        int maxLength,
        List<Golden> golden) {

    private static final double MIDDLE = 0.5;

    /// How outputs become scores.
    public enum Activation {
        /// Each label for itself.
        SIGMOID,
        /// The scores of a text add up to 1.
        SOFTMAX
    }

    /// A text and what it must be scored.
    ///
    /// @param scores by label, not necessarily all
    public record Golden(String text, Map<String, Double> scores) {

        public Golden {
            scores = Map.copyOf(scores);
        }
    }

    public Labels {
        names = List.copyOf(names);
        thresholds = Map.copyOf(thresholds);
        golden = List.copyOf(golden);
    }

    /// The threshold of a label, the middle when the file says none.
    public double threshold(String label) {
        return thresholds.getOrDefault(label, MIDDLE);
    }
}
