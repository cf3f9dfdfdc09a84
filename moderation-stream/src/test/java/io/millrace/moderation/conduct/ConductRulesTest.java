package io.millrace.moderation.conduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.moderation.rule.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConductRulesTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void nothingIsAskedByDefault() {
        assertThat(ConductRules.OFF.isOff()).isTrue();
        assertThat(Sender.slowMode(Duration.ofSeconds(1)).isOff()).isFalse();
    }

    @Test
    void everyNumberHasItsRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sender.slowMode(DAY))
                .withMessage("slow-mode must be PT0S to PT6H, is PT24H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sender.repeats(31, DAY))
                .withMessage("most must be 1 to 30, is 31");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sender.repeats(1, DAY.plusMillis(1)))
                .withMessageStartingWith("window must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ComparedTexts(0, 12, List.of()))
                .withMessage("min-length must be 1 to 1000, is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ComparedTexts(1, 21, List.of()))
                .withMessage("distance must be 0 to 20, is 21");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Flood(99, DAY, Severity.REFUSE, false))
                .withMessage("characters must be 100 to 1000000, is 99");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Newcomers(DAY, Duration.ofHours(1), null, null, false))
                .withMessageStartingWith("remembered must be");
    }

    @Test
    void thereIsNoPlaceToMask() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Repeats(3, DAY, Severity.MASK, false))
                .withMessageStartingWith("action must not be mask");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Newcomers(DAY, DAY, Severity.MASK, Severity.MASK, false))
                .withMessageStartingWith("action must not be mask");
    }
}
