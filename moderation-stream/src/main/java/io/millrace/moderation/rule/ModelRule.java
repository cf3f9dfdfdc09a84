package io.millrace.moderation.rule;

import io.millrace.moderation.model.LinearScorer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Flags or refuses messages by the scores of the model.
public final class ModelRule implements Rule {

    private static final Comparator<Hit> REFUSING_AND_HIGHEST_FIRST = Comparator.comparingDouble(ModelRule::rank);

    private final LinearScorer scorer;
    private final double[] flag;
    private final double[] refuse;

    /// @param flag for each label of the scorer, the score above which a message is flagged; 1 for never
    /// @param refuse for each label, the score above which a message is refused; 1 for never
    public ModelRule(LinearScorer scorer, List<Double> flag, List<Double> refuse) {
        int labels = scorer.labels().size();
        if (flag.size() != labels || refuse.size() != labels) {
            throw new IllegalArgumentException("every label must have its thresholds");
        }
        this.scorer = scorer;
        this.flag = flag.stream().mapToDouble(Double::doubleValue).toArray();
        this.refuse = refuse.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public List<Hit> judge(Candidate message) {
        double[] scores = scorer.score(message.text());
        List<Hit> hits = List.of();
        for (int i = 0; i < scores.length; i++) {
            boolean refused = scores[i] > refuse[i];
            if (refused || scores[i] > flag[i]) {
                hits = hits.isEmpty() ? new ArrayList<>() : hits;
                String label = scorer.labels().get(i).name();
                hits.add(Hit.scored(RuleId.MODEL, label, scores[i], refused ? Severity.REFUSE : Severity.FLAG));
            }
        }
        if (hits.size() > 1) {
            hits.sort(REFUSING_AND_HIGHEST_FIRST);
        }
        return hits;
    }

    private static double rank(Hit hit) {
        Double score = hit.score();
        return -(score == null ? 0 : score) - (hit.refuses() ? 1 : 0);
    }
}
