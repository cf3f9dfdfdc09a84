package io.millrace.moderation.scorer;

import io.millrace.moderation.scorer.model.Row;
import io.millrace.moderation.scorer.model.Row.Missing;
import io.millrace.moderation.scorer.model.Row.Reason;
import io.millrace.moderation.scorer.model.Row.Scores;
import io.millrace.moderation.scorer.model.Scoring;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ScoreRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers a batch of requests, each of them: with scores, or with the reason why there are none. Thread-safe.
final class BatchScorer {

    private final Scoring active;
    private final @Nullable Candidate candidate;
    private final Duration overloadLag;
    private final ScorerMeters meters;
    private final InstantSource clock;

    /// @param candidate what is tried out beside the model in use, if anything
    /// @param overloadLag age above which requests without priority are not scored
    BatchScorer(
            Scoring active,
            @Nullable Candidate candidate,
            Duration overloadLag,
            ScorerMeters meters,
            InstantSource clock) {
        this.active = active;
        this.candidate = candidate;
        this.overloadLag = overloadLag;
        this.meters = meters;
        this.clock = clock;
    }

    /// One answer for each request, in their order.
    List<ModelScores> answer(List<Asked> batch) {
        Instant now = clock.instant();
        List<Row> rows = new ArrayList<>();
        List<Integer> scored = new ArrayList<>();
        boolean behind = false;
        for (Asked asked : batch) {
            Missing refusal = refusal(asked, now);
            behind |= isBehind(asked, now);
            if (refusal == null) {
                scored.add(rows.size());
                refusal = new Missing(Reason.ABSENT);
            }
            rows.add(refusal);
        }
        List<String> texts = scored.stream()
                .map(index -> batch.get(index).request().getText())
                .toList();
        Scoring.Result result = texts.isEmpty() ? new Scoring.Result(Scoring.NO_MODEL, List.of(), 0) : run(texts);
        for (int i = 0; i < scored.size(); i++) {
            rows.set(scored.get(i), result.rows().get(i));
        }
        List<ModelScores> answers = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            answers.add(answer(batch.get(i).request(), rows.get(i), result.model()));
        }
        if (candidate != null && !behind) {
            candidate.compare(answers, batch);
        }
        Instant done = clock.instant();
        for (int i = 0; i < batch.size(); i++) {
            answers.get(i).setScoredAt(done);
            meters.answered(rows.get(i), Duration.between(batch.get(i).since(), done));
        }
        return answers;
    }

    private Scoring.Result run(List<String> texts) {
        Scoring.Result result = active.score(texts);
        meters.ran(texts.size(), result.spent());
        return result;
    }

    private @Nullable Missing refusal(Asked asked, Instant now) {
        Instant deadline = asked.request().getDeadline();
        if (deadline != null && now.isAfter(deadline)) {
            return new Missing(Reason.LATE);
        }
        return isBehind(asked, now) && !asked.request().getPriority() ? new Missing(Reason.OVERLOAD) : null;
    }

    private boolean isBehind(Asked asked, Instant now) {
        return Duration.between(asked.since(), now).compareTo(overloadLag) > 0;
    }

    private static ModelScores answer(ScoreRequest request, Row row, String model) {
        Map<String, Double> scores = new HashMap<>();
        String error = null;
        switch (row) {
            case Scores found -> scores.putAll(found.byLabel());
            case Missing missing -> error = missing.reason().text();
        }
        return ModelScores.newBuilder()
                .setMessageId(request.getMessageId())
                .setRoom(request.getRoom())
                .setUser(request.getUser())
                .setClient(request.getClient())
                .setHeld(request.getHeld())
                .setScores(scores)
                .setModel(model)
                .setError(error)
                .setAttempt(request.getAttempt())
                .setSubmittedAt(request.getSubmittedAt())
                .setScoredAt(Instant.EPOCH)
                .build();
    }
}
