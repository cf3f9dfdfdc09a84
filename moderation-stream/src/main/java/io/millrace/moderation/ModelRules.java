package io.millrace.moderation;

import io.millrace.moderation.config.ModelConfig;
import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.model.Weights;
import io.millrace.moderation.rule.ModelRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the configuration of the model into the rule that is asked.
final class ModelRules {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModelRules.class);
    private static final double NEVER = 1;

    private ModelRules() {}

    /// A rule and what it depends on.
    ///
    /// @param settings the model's version, then each label with its thresholds
    record Loaded(ModelRule rule, List<String> settings) {

        Loaded {
            settings = List.copyOf(settings);
        }
    }

    /// The rule; empty when the model is not asked.
    ///
    /// @throws IllegalArgumentException naming the key of what cannot be used
    static Optional<Loaded> of(ModelConfig config) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        LinearScorer scorer =
                new LinearScorer(config.file().map(ModelRules::read).orElseGet(Weights::shipped));
        List<Double> flag = new ArrayList<>();
        List<Double> refuse = new ArrayList<>();
        List<String> settings = new ArrayList<>(List.of(scorer.version()));
        for (Weights.Label label : scorer.labels()) {
            flag.add(config.flag().getOrDefault(label.name(), label.threshold()));
            refuse.add(config.refuse().getOrDefault(label.name(), NEVER));
            settings.add(label.name() + ' ' + flag.getLast() + ' ' + refuse.getLast());
        }
        checkLabels("flag", config.flag(), scorer);
        checkLabels("refuse", config.refuse(), scorer);
        LOGGER.atInfo().addKeyValue("version", scorer.version()).log("text model loaded");
        return Optional.of(new Loaded(new ModelRule(scorer, flag, refuse), settings));
    }

    private static Weights read(Path file) {
        try {
            return Weights.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("moderation.model.file: names a file that cannot be read: " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("moderation.model.file: " + e.getMessage() + ": " + file, e);
        }
    }

    private static void checkLabels(String key, Map<String, Double> thresholds, LinearScorer scorer) {
        List<String> known = scorer.labels().stream().map(Weights.Label::name).toList();
        for (String label : new TreeSet<>(thresholds.keySet())) {
            if (!known.contains(label)) {
                throw new IllegalArgumentException("moderation.model." + key + '.' + label
                        + ": the model has no such label, it has " + String.join(", ", known));
            }
        }
    }
}
