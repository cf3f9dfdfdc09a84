package io.millrace.moderation.compile;

import io.millrace.moderation.config.ModelConfig;
import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.model.Weights;
import io.millrace.moderation.rule.ModelRule;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.Severity;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Turns the thresholds of the model into the rule that is asked.
final class ModelRules {

    private ModelRules() {}

    /// The rule; empty when the model is not asked.
    ///
    /// @param mistakes gets labels that the model does not have
    static Optional<Rule> of(ModelConfig config, LinearScorer scorer, List<Mistake> mistakes) {
        Map<Severity, Map<String, Double>> thresholds = new EnumMap<>(Map.of(
                Severity.FLAG, config.flag(),
                Severity.HOLD, config.hold(),
                Severity.SHADOW, config.shadow(),
                Severity.DROP, config.drop(),
                Severity.REFUSE, config.refuse()));
        thresholds.forEach((severity, labels) -> checkLabels(severity, labels, scorer, mistakes));
        if (!config.enabled()) {
            return Optional.empty();
        }
        thresholds.put(Severity.FLAG, flags(config, scorer));
        Rule rule = new ModelRule(scorer, thresholds);
        return Optional.of(config.trial() ? rule.onTrial() : rule);
    }

    private static Map<String, Double> flags(ModelConfig config, LinearScorer scorer) {
        Map<String, Double> flags = new HashMap<>();
        scorer.labels().forEach(label -> flags.put(label.name(), label.threshold()));
        flags.putAll(config.flag());
        return flags;
    }

    private static void checkLabels(
            Severity severity, Map<String, Double> thresholds, LinearScorer scorer, List<Mistake> mistakes) {
        List<String> known = scorer.labels().stream().map(Weights.Label::name).toList();
        for (String label : new TreeSet<>(thresholds.keySet())) {
            if (!known.contains(label)) {
                mistakes.add(new Mistake(
                        "model." + severity.label() + '.' + label,
                        "the model has no such label, it has " + String.join(", ", known)));
            }
        }
    }
}
