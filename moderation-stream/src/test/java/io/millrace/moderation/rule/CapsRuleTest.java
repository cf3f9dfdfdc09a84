package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapsRuleTest {

    private static final Rule RULE = new CapsRule(70, 10, Severity.REFUSE);

    @ParameterizedTest
    @ValueSource(strings = {"THIS IS LOUD", "ЭТО ОЧЕНЬ ГРОМКО", "BUY NOW!!! 100 % FREE ok"})
    void mostlyCapitalsAreRefused(String text) {
        assertThat(RULE.judge(Candidates.text(text)))
                .isEqualTo(List.of(new Hit(RuleId.CAPS, "capitals", null, Severity.REFUSE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"this is not loud", "WOW OK", "NASA and ESA met in Rome", "你好 今天天气很好 OK", "1234567890 1234"})
    void othersPass(String text) {
        assertThat(RULE.judge(Candidates.text(text))).isEmpty();
    }

    @Test
    void shareOfTheLimitPasses() {
        assertThat(RULE.judge(Candidates.text("AAAAAAAbbb"))).isEmpty();
        assertThat(RULE.judge(Candidates.text("AAAAAAAAbb"))).hasSize(1);
    }
}
