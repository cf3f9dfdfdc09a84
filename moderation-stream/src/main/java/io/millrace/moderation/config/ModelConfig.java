package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.util.Map;

/// What is done about the texts that the model in the path of the messages scores. Each map has, for labels of
/// the model, the score above which it is done, 0 to 1.
///
/// @param enabled whether it is asked
/// @param flag for other labels the model says when
/// @param hold for no other labels
/// @param shadow for no other labels
/// @param drop for no other labels
/// @param refuse for no other labels
/// @param trial whether it is only tried out
public record ModelConfig(
        boolean enabled,
        Map<String, Double> flag,
        Map<String, Double> hold,
        Map<String, Double> shadow,
        Map<String, Double> drop,
        Map<String, Double> refuse,
        boolean trial) {

    public ModelConfig {
        flag = Map.copyOf(flag);
        hold = Map.copyOf(hold);
        shadow = Map.copyOf(shadow);
        drop = Map.copyOf(drop);
        refuse = Map.copyOf(refuse);
    }

    /// Reads `enabled`, `trial` and the thresholds of each action. Which labels there are depends on the model.
    static ModelConfig read(Section section) {
        return new ModelConfig(
                section.flag("enabled", true),
                thresholds(section, "flag"),
                thresholds(section, "hold"),
                thresholds(section, "shadow"),
                thresholds(section, "drop"),
                thresholds(section, "refuse"),
                section.flag("trial", false));
    }

    static Map<String, Double> thresholds(Section section, String action) {
        return section.section(action).numbers(0, 1);
    }
}
