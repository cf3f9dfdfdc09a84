package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SizeRuleTest {

    @Test
    void payloadOfTheLimitPasses() {
        assertThat(new SizeRule(100).judge(Candidates.binary(100))).isEmpty();
    }

    @Test
    void payloadAboveTheLimitIsRefusedWithBothNumbers() {
        assertThat(new SizeRule(100).judge(Candidates.binary(101)))
                .containsExactly(Hit.refused(RuleId.SIZE, new Refusal(107, "message has 101 bytes, the limit is 100")));
    }

    @Test
    void limitMustBePositive() {
        assertThatThrownBy(() -> new SizeRule(0)).hasMessage("size limit must be at least 1 byte, is 0");
    }
}
