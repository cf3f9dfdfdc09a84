package io.millrace.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.policy.ScorerUse.Mode;
import io.millrace.moderation.policy.ScorerUse.Thresholds;
import io.millrace.moderation.policy.ScorerUse.WhenDown;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Severity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScorerUseTest {

    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final ScorerUse use = new ScorerUse(
            Mode.HOLD,
            DEADLINE,
            WhenDown.OPEN,
            Map.of("spam", new Thresholds(0.2, 0.5, 1), "threat", new Thresholds(0.3, 0.6, 0.8)));

    @Test
    void strictestThatAScoreIsAboveIsAskedForAndComesFirst() {
        assertThat(use.judge(Map.of("spam", 0.3, "threat", 0.7)))
                .extracting(Hit::label, Hit::severity)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("threat", Severity.HOLD),
                        org.assertj.core.groups.Tuple.tuple("spam", Severity.FLAG));
    }

    @Test
    void scoreOnTheThresholdIsNotAboveIt() {
        assertThat(use.judge(Map.of("threat", 0.3))).isEmpty();
    }

    @Test
    void thresholdOfOneIsNeverReached() {
        assertThat(use.judge(Map.of("spam", 1.0))).extracting(Hit::severity).containsExactly(Severity.HOLD);
    }

    @Test
    void labelsWithoutThresholdsDoNothing() {
        assertThat(use.judge(Map.of("weather", 1.0))).isEmpty();
    }

    @Test
    void triedOutModelMarksWhatItFinds() {
        ScorerUse trial = new ScorerUse(Mode.HOLD, DEADLINE, WhenDown.OPEN, use.labels(), true);

        assertThat(trial.judge(Map.of("threat", 0.9))).extracting(Hit::trial).containsExactly(true);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void thresholdMustBeAShare(double wrong) {
        assertThatThrownBy(() -> new Thresholds(wrong, 0.5, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Thresholds(0.5, wrong, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Thresholds(0.5, 0.5, wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void deadlineMustBePositive(long millis) {
        assertThatThrownBy(() -> new ScorerUse(Mode.HOLD, Duration.ofMillis(millis), WhenDown.OPEN, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadline");
    }
}
