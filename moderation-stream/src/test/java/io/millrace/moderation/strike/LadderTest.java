package io.millrace.moderation.strike;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.moderation.rule.RuleId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LadderTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void stepsMustAscend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ladder(DAY, List.of(Step.warn(2), Step.warn(2)), Map.of(), Map.of()))
                .withMessage("steps must ascend by strikes");
    }

    @Test
    void weightsAndTimesHaveRanges() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ladder(DAY, List.of(), Map.of(RuleId.CAPS, 11.0), Map.of()))
                .withMessage("caps must weigh 0 to 10.0, is 11.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ladder(Duration.ZERO, List.of(), Map.of(), Map.of()))
                .withMessageStartingWith("half-life must be");
        assertThatIllegalArgumentException().isThrownBy(() -> Step.warn(0)).withMessageStartingWith("strikes must be");
    }

    @Test
    void timesAreGivenWhereTheyAreNeededAndNowhereElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Step.timeout(1, Duration.ZERO))
                .withMessageStartingWith("for must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Step(1, StepAction.WARN, DAY, Duration.ZERO))
                .withMessage("for has no use here, is PT24H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Step(1, StepAction.SLOW, DAY, Duration.ZERO))
                .withMessageStartingWith("interval must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Step(1, StepAction.MUTE, DAY, DAY))
                .withMessageStartingWith("interval has no use");
    }
}
