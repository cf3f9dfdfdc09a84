package io.millrace.moderation.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.moderation.scorer.model.Deadlines;
import io.millrace.moderation.scorer.model.FakeModel;
import io.millrace.moderation.scorer.model.ModelSlot;
import io.millrace.moderation.scorer.model.Scoring;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.testkit.time.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchScorerTest {

    private static final Duration OVERLOAD = Duration.ofSeconds(30);

    private final TestClock clock = TestClock.create();
    private final Instant now = clock.instant();
    private final Deadlines deadlines = new Deadlines();
    private final ModelSlot slot = new ModelSlot();
    private final Scoring active = new Scoring(slot, deadlines, Duration.ofSeconds(5), System::nanoTime);
    private final Meters meters = Meters.create("batch-scorer-test");
    private final FakeModel model = new FakeModel(0.25);
    private BatchScorer scorer = new BatchScorer(active, null, OVERLOAD, new ScorerMeters(meters), clock);

    @BeforeEach
    void putModel() {
        slot.put(model.loaded());
    }

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void answerSaysWhatTheRequestSaidAndTheScores() {
        ScoreRequest request = Requests.of("m1", "ann", "hello")
                .setHeld(true)
                .setAttempt(2)
                .setSubmittedAt(now.minusSeconds(1))
                .build();

        ModelScores answer = scorer.answer(List.of(new Asked(request, now))).getFirst();

        assertThat(answer)
                .isEqualTo(ModelScores.newBuilder()
                        .setMessageId("m1")
                        .setRoom("chat:room")
                        .setUser("ann")
                        .setClient("client-of-ann")
                        .setHeld(true)
                        .setScores(Map.of("bad", 0.25, "worse", 1.0))
                        .setModel("fake-0123456789ab")
                        .setAttempt(2)
                        .setSubmittedAt(now.minusSeconds(1))
                        .setScoredAt(now)
                        .build());
    }

    @Test
    void requestWhoseDeadlineHasPassedIsLateAndNotScored() {
        List<ModelScores> answers = scorer.answer(List.of(
                asked(Requests.of("m1", "ann", "hello").setDeadline(now.minusMillis(1)), now),
                asked(Requests.of("m2", "ann", "hello").setDeadline(now), now)));

        assertThat(answers).extracting(ModelScores::getError).containsExactly("late", null);
        assertThat(answers.getFirst().getScores()).isEmpty();
        assertThat(model.runs()).isEqualTo(1);
    }

    @Test
    void underOverloadOnlyWhatHasPriorityIsScored() {
        List<ModelScores> answers = scorer.answer(List.of(
                asked(Requests.of("m1", "ann", "hello"), now.minusSeconds(31)),
                asked(Requests.of("m2", "ann", "hello").setPriority(true), now.minusSeconds(31)),
                asked(Requests.of("m3", "ann", "hello"), now.minusSeconds(30))));

        assertThat(answers).extracting(ModelScores::getError).containsExactly("overload", null, null);
    }

    @Test
    void everyRequestIsAnsweredInItsPlace() {
        slot.close();
        assertThat(scorer.answer(List.of(asked(Requests.of("m0", "ann", "hello"), now))))
                .extracting(ModelScores::getError, ModelScores::getModel)
                .containsExactly(tuple("absent", "absent"));
        slot.put(new FakeModel(0.5).loaded());

        List<ModelScores> answers = scorer.answer(List.of(
                asked(Requests.of("m1", "ann", FakeModel.POISON), now),
                asked(Requests.of("m2", "bob", "hello"), now),
                asked(Requests.of("m3", "cyd", FakeModel.NO_NUMBER), now)));

        assertThat(answers).extracting(ModelScores::getMessageId).containsExactly("m1", "m2", "m3");
        assertThat(answers).extracting(ModelScores::getError).containsExactly("failed", null, "failed");
    }

    @Test
    void candidateScoresBesideAndItsFailureChangesNothing() {
        ModelSlot other = new ModelSlot();
        other.put(new FakeModel(0.75).loaded());
        tryOut(other, 100);

        List<ModelScores> answers = scorer.answer(List.of(
                asked(Requests.of("m1", "ann", "hello"), now),
                asked(Requests.of("m2", "ann", FakeModel.NO_NUMBER), now)));

        assertThat(answers.getFirst().getScores()).containsEntry("bad", 0.25);
        assertThat(answers.getFirst().getCandidate()).containsEntry("bad", 0.75);
        assertThat(answers.getFirst().getCandidateModel()).isEqualTo("fake-0123456789ab");
        assertThat(answers.get(1).getCandidate()).isNull();
        assertThat(compared("bad", false)).isEqualTo(1);
        assertThat(compared("worse", true)).isEqualTo(1);

        other.close();
        assertThat(scorer.answer(List.of(asked(Requests.of("m3", "ann", "hello"), now))))
                .allSatisfy(answer -> {
                    assertThat(answer.getError()).isNull();
                    assertThat(answer.getCandidate()).isNull();
                });
    }

    @Test
    void candidateScoresItsShareAndNothingWhenThereIsTooMuchToDo() {
        ModelSlot other = new ModelSlot();
        other.put(new FakeModel(0.75).loaded());
        tryOut(other, 25);

        long scored = 0;
        for (int i = 0; i < 400; i++) {
            scored += scorer.answer(List.of(asked(Requests.of("message-" + i, "ann", "hello"), now))).stream()
                    .filter(answer -> answer.getCandidate() != null)
                    .count();
        }

        assertThat(scored).isBetween(60L, 140L);
        assertThat(scorer.answer(List.of(
                        asked(Requests.of("message-1", "ann", "hello").setPriority(true), now.minusSeconds(60)))))
                .allSatisfy(answer -> assertThat(answer.getCandidate()).isNull());
    }

    private void tryOut(ModelSlot other, int percent) {
        Scoring tried = new Scoring(other, deadlines, Duration.ofSeconds(5), System::nanoTime);
        ScorerMeters counted = new ScorerMeters(meters);
        scorer = new BatchScorer(
                active, new Candidate(tried, () -> FakeModel.LABELS, percent, counted), OVERLOAD, counted, clock);
    }

    private long compared(String label, boolean agreed) {
        return meters.counter(
                        "millrace_moderation_scorer_candidate_compared",
                        "Scores of the candidate, by whether they are on the same side of the label's threshold",
                        "label",
                        label,
                        "agreed",
                        Boolean.toString(agreed))
                .count();
    }

    private static Asked asked(ScoreRequest.Builder request, Instant since) {
        return new Asked(request.build(), since);
    }
}
