package io.millrace.moderation.rule;

import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.model.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects to messages by the scores of the model.
public final class ModelRule implements Rule {

    private static final double NEVER = 1;
    private static final Comparator<Hit> STRICTEST_AND_HIGHEST_FIRST =
            Comparator.comparing(Hit::severity).reversed().thenComparingDouble(ModelRule::negativeScore);

    private final LinearScorer scorer;
    private final Severity[] severities;
    private final double[][] thresholds;

    /// @param thresholds by what is asked for, for labels of the scorer, the score above which it is; for
    ///     others
    ///     never. 1 is never, too
    public ModelRule(LinearScorer scorer, Map<Severity, Map<String, Double>> thresholds) {
        this.scorer = scorer;
        List<Map.Entry<Severity, Map<String, Double>>> strictestFirst = thresholds.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .sorted(Map.Entry.<Severity, Map<String, Double>>comparingByKey()
                        .reversed())
                .toList();
        this.severities = strictestFirst.stream().map(Map.Entry::getKey).toArray(Severity[]::new);
        this.thresholds = strictestFirst.stream()
                .map(entry -> ofLabels(scorer, entry.getValue()))
                .toArray(double[][]::new);
    }

    private static double[] ofLabels(LinearScorer scorer, Map<String, Double> thresholds) {
        return scorer.labels().stream()
                .map(Weights.Label::name)
                .mapToDouble(label -> thresholds.getOrDefault(label, NEVER))
                .toArray();
    }

    @Override
    public List<Hit> judge(Candidate message) {
        double[] scores = scorer.score(message.text());
        List<Hit> hits = List.of();
        for (int label = 0; label < scores.length; label++) {
            Severity severity = strictest(label, scores[label]);
            if (severity != null) {
                hits = hits.isEmpty() ? new ArrayList<>() : hits;
                hits.add(Hit.scored(RuleId.MODEL, scorer.labels().get(label).name(), scores[label], severity));
            }
        }
        if (hits.size() > 1) {
            hits.sort(STRICTEST_AND_HIGHEST_FIRST);
        }
        return hits;
    }

    private @Nullable Severity strictest(int label, double score) {
        for (int i = 0; i < severities.length; i++) {
            if (score > thresholds[i][label]) {
                return severities[i];
            }
        }
        return null;
    }

    private static double negativeScore(Hit hit) {
        Double score = hit.score();
        return score == null ? 0 : -score;
    }
}
