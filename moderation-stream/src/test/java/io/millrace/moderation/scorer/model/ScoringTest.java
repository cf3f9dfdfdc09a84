package io.millrace.moderation.scorer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.scorer.model.Row.Missing;
import io.millrace.moderation.scorer.model.Row.Reason;
import io.millrace.moderation.scorer.model.Row.Scores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScoringTest {

    private static final Row SCORED = new Scores(Map.of("bad", 0.25, "worse", 1.0));
    private static final Row LATE = new Missing(Reason.LATE);
    private static final Row FAILED = new Missing(Reason.FAILED);
    private static final Row ABSENT = new Missing(Reason.ABSENT);

    private final AtomicLong now = new AtomicLong();
    private final ModelSlot slot = new ModelSlot();
    private final Deadlines deadlines = new Deadlines();
    private final Scoring scoring = new Scoring(slot, deadlines, Duration.ofMillis(50), now::get);
    private final FakeModel model = new FakeModel(0.25);

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void everyTextIsScoredByTheModelInUse() {
        slot.put(model.loaded());

        Scoring.Result result = scoring.score(List.of("hello", "you"));

        assertThat(result.model()).isEqualTo("fake-0123456789ab");
        assertThat(result.rows()).containsExactly(SCORED, SCORED);
        assertThat(scoring.running()).isZero();
    }

    @Test
    void withoutModelScoresAreAbsent() {
        assertThat(scoring.score(List.of("hello", "you")))
                .isEqualTo(new Scoring.Result("absent", List.of(ABSENT, ABSENT), 0));
    }

    @Test
    void runThatTakesTooLongIsStoppedAndLate() {
        slot.put(model.loaded());

        assertThat(scoring.score(List.of("hello", FakeModel.SLOW)).rows()).containsExactly(LATE, LATE);
        assertThat(scoring.score(List.of("hello")).rows()).containsExactly(SCORED);
    }

    @Test
    void textThatTheModelCannotTakeFailsAlone() {
        slot.put(model.loaded());

        assertThat(scoring.score(List.of("hello", FakeModel.POISON, FakeModel.NO_NUMBER, "you"))
                        .rows())
                .containsExactly(SCORED, FAILED, FAILED, SCORED);
        assertThat(scoring.breaker()).isEqualTo("closed");
    }

    @Test
    void textsThatTheModelCannotTakeDoNotSwitchItOff() {
        slot.put(model.loaded());

        for (int i = 0; i < 10; i++) {
            assertThat(scoring.score(List.of(FakeModel.NO_NUMBER, FakeModel.POISON))
                            .rows())
                    .containsExactly(FAILED, FAILED);
        }

        assertThat(scoring.score(List.of("hello")).rows()).containsExactly(SCORED);
        assertThat(scoring.breaker()).isEqualTo("closed");
    }

    @Test
    void modelThatIsAlwaysTooSlowIsNotAskedForAWhile() {
        slot.put(model.loaded());

        for (int i = 0; i < 5; i++) {
            assertThat(scoring.score(List.of(FakeModel.SLOW)).rows()).containsExactly(LATE);
        }

        assertThat(scoring.score(List.of("hello")).rows()).containsExactly(ABSENT);
    }

    @Test
    void modelThatKeepsFailingIsNotAskedForAWhile() {
        slot.put(model.loaded());
        model.turn(Double.NaN);
        for (int i = 0; i < 5; i++) {
            assertThat(scoring.score(List.of("hello")).rows()).containsExactly(FAILED);
        }
        model.turn(0.25);
        int runs = model.runs();

        assertThat(scoring.score(List.of("hello")).rows()).containsExactly(ABSENT);
        assertThat(model.runs()).isEqualTo(runs);
        assertThat(scoring.breaker()).isEqualTo("open");

        now.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(scoring.score(List.of("hello")).rows()).containsExactly(SCORED);
        assertThat(scoring.breaker()).isEqualTo("closed");
    }

    @Test
    void anotherModelIsAskedAtOnce() {
        slot.put(model.loaded());
        model.turn(Double.NaN);
        for (int i = 0; i < 5; i++) {
            scoring.score(List.of("hello"));
        }
        assertThat(scoring.isOpen()).isTrue();

        slot.put(new FakeModel(0.25).loaded());
        scoring.replaced();

        assertThat(scoring.score(List.of("hello")).rows()).containsExactly(SCORED);
    }

    @Test
    void newestRunsAreMeasured() {
        RunTimes times = new RunTimes();
        for (int i = 1; i <= 600; i++) {
            times.add(i, i > 88 + 256);
        }

        assertThat(times.percentile(0)).isEqualTo(Duration.ofNanos(89));
        assertThat(times.percentile(1)).isEqualTo(Duration.ofNanos(600));
        assertThat(times.failed()).isEqualTo(0.5);
        assertThat(new RunTimes().percentile(0.5)).isZero();
        assertThat(new RunTimes().failed()).isZero();
    }
}
