package io.millrace.moderation.scorer;

import io.millrace.moderation.scorer.model.Labels;
import io.millrace.moderation.scorer.model.Row;
import io.millrace.moderation.scorer.model.Scoring;
import io.millrace.schema.moderation.ModelScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A model that is tried out: it scores what the model in use has scored, decides nothing, and is counted
/// where the two disagree. Thread-safe.
final class Candidate {

    private static final int HUNDRED = 100;

    private final Scoring scoring;
    private final Supplier<Labels> labels;
    private final int percent;
    private final ScorerMeters meters;

    /// @param labels of the model in use, with the thresholds at which the two are compared
    /// @param percent of the messages, chosen by their id
    Candidate(Scoring scoring, Supplier<Labels> labels, int percent, ScorerMeters meters) {
        this.scoring = scoring;
        this.labels = labels;
        this.percent = percent;
        this.meters = meters;
    }

    /// Adds the candidate's scores to answers that have scores.
    ///
    /// @param batch the requests of these answers
    void compare(List<ModelScores> answers, List<Asked> batch) {
        List<ModelScores> chosen = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (answers.get(i).getError() == null && isChosen(answers.get(i))) {
                chosen.add(answers.get(i));
                texts.add(batch.get(i).request().getText());
            }
        }
        if (texts.isEmpty()) {
            return;
        }
        Scoring.Result result = scoring.score(texts);
        Labels known = labels.get();
        for (int i = 0; i < chosen.size(); i++) {
            if (result.rows().get(i) instanceof Row.Scores(Map<String, Double> byLabel)) {
                chosen.get(i).setCandidate(byLabel);
                chosen.get(i).setCandidateModel(result.model());
                count(known, chosen.get(i).getScores(), byLabel);
            }
        }
    }

    private boolean isChosen(ModelScores answer) {
        return Math.floorMod(answer.getMessageId().hashCode(), HUNDRED) < percent;
    }

    private void count(Labels known, Map<String, Double> used, Map<String, Double> tried) {
        used.forEach((label, score) -> {
            Double other = tried.get(label);
            if (other != null) {
                double threshold = known.threshold(label);
                meters.compared(label, (score >= threshold) == (other >= threshold));
            }
        });
    }
}
