package io.millrace.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.limit.Rate;
import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.rule.SizeRule;
import io.millrace.moderation.text.Span;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final Hit FOUND = new Hit(RuleId.BLOCKLIST, "names", new Span(0, 3), Severity.REFUSE);
    private static final Hit FLAG = Hit.scored(RuleId.MODEL, "insult", 0.9, Severity.FLAG);
    private static final Rule FLAGS = message -> List.of(FLAG);
    private static final Rule OBJECTS = message -> List.of(FOUND);
    private static final Rule CONTENT = message -> List.of();
    private static final Rule MUST_NOT_BE_ASKED = message -> {
        throw new AssertionError("asked");
    };

    @Test
    void messageThatNoRuleObjectsToIsAllowed() {
        assertThat(policy(CONTENT).judge(message(10), List.of())).isEqualTo(new Verdict.Allow(List.of()));
    }

    @Test
    void contentIsBouncedWithItsHits() {
        assertThat(policy(OBJECTS).judge(message(10), List.of()))
                .isEqualTo(new Verdict.Bounce(400, "message rejected by moderation: blocklist", List.of(FOUND)));
    }

    @Test
    void floodIsBouncedBeforeItsContentIsRead() {
        assertThat(policy(MUST_NOT_BE_ASKED).judge(message(10), List.of(Policy.TOO_FAST)))
                .isEqualTo(new Verdict.Bounce(111, "too many requests", List.of(Policy.TOO_FAST)));
    }

    @Test
    void messageThatIsTooLargeIsNotToldToComeAgain() {
        Verdict verdict = policy(MUST_NOT_BE_ASKED).judge(message(101), List.of(Policy.TOO_FAST));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Bounce.class, bounce -> {
            assertThat(bounce.code()).isEqualTo(107);
            assertThat(bounce.reason()).isEqualTo("message has 101 bytes, the limit is 100");
        });
    }

    @Test
    void weakerRulesAreNotAskedOnceOneFired() {
        assertThat(policy(CONTENT, OBJECTS, MUST_NOT_BE_ASKED)
                        .judge(message(10), List.of())
                        .hits())
                .containsExactly(FOUND);
    }

    @Test
    void flaggedMessageIsAllowedWithWhatWasFound() {
        assertThat(policy(FLAGS, CONTENT).judge(message(10), List.of())).isEqualTo(new Verdict.Allow(List.of(FLAG)));
    }

    @Test
    void rulesAfterAFlagAreAskedAndARefusalComesFirst() {
        assertThat(policy(FLAGS, FLAGS, OBJECTS, MUST_NOT_BE_ASKED).judge(message(10), List.of()))
                .isEqualTo(new Verdict.Bounce(
                        400, "message rejected by moderation: blocklist", List.of(FOUND, FLAG, FLAG)));
    }

    private static Policy policy(Rule... content) {
        RateLimits rates = new RateLimits(new Rate(10, Duration.ofMinutes(1)), new Rate(1, Duration.ofSeconds(1)));
        return new Policy("v", new Limits(new SizeRule(100), rates, 2000), List.of(content));
    }

    private static Candidate message(int size) {
        return new Candidate(ByteBuffer.allocate(size), PayloadFormat.BINARY, 2000);
    }
}
