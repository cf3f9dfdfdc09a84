package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the model does about the texts that it scores.
///
/// @param enabled whether it is asked
/// @param file weights to use instead of the shipped ones
/// @param flag for labels, the score above which a message is flagged, 0 to 1; others as the model says
/// @param refuse for labels, the score above which a message is refused, 0 to 1; no others are
public record ModelConfig(boolean enabled, Optional<Path> file, Map<String, Double> flag, Map<String, Double> refuse) {

    public ModelConfig {
        flag = Map.copyOf(flag);
        refuse = Map.copyOf(refuse);
    }

    /// Reads `enabled`, `file`, `flag` and `refuse`. Which labels there are depends on the model.
    static ModelConfig read(Section section) {
        return new ModelConfig(
                section.flag("enabled", true),
                section.file("file"),
                thresholds(section.section("flag")),
                thresholds(section.section("refuse")));
    }

    private static Map<String, Double> thresholds(Section section) {
        Map<String, Double> thresholds = new TreeMap<>();
        section.all().forEach((label, value) -> {
            double threshold = number(value);
            if (threshold >= 0 && threshold <= 1) {
                thresholds.put(label, threshold);
            } else {
                section.problem(label, "must be a number between 0 and 1, is " + value);
            }
        });
        return thresholds;
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
