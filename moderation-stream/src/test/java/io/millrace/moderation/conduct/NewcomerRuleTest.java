package io.millrace.moderation.conduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.moderation.rule.Domains;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewcomerRuleTest {

    private final Domains allowed = Domains.of(List.of("example.org"));

    @Test
    void linksOfNewcomersAreHeldExceptToAllowedDomains() {
        NewcomerRule rule = rule(Severity.HOLD, null, false);

        assertThat(rule.judge(Sender.message("see https://spam.example/now")))
                .singleElement()
                .satisfies(hit -> {
                    assertThat(hit.rule()).isEqualTo(RuleId.NEWCOMER);
                    assertThat(hit.label()).isEqualTo("link");
                    assertThat(hit.severity()).isEqualTo(Severity.HOLD);
                    assertThat(hit.span()).isNotNull();
                });
        assertThat(rule.judge(Sender.message("see https://example.org/now"))).isEmpty();
        assertThat(rule.judge(Sender.message("hello @bob"))).isEmpty();
    }

    @Test
    void mentionsOfNewcomersCountFromTheFirst() {
        NewcomerRule rule = rule(null, Severity.FLAG, true);

        assertThat(rule.judge(Sender.message("hello @bob and @carol")))
                .extracting(Hit::label, Hit::trial)
                .containsExactly(tuple("mention", true));
        assertThat(rule.judge(Sender.message("see https://spam.example/now"))).isEmpty();
    }

    private NewcomerRule rule(@Nullable Severity links, @Nullable Severity mentions, boolean trial) {
        return new NewcomerRule(
                new Newcomers(Duration.ofDays(1), Newcomers.REMEMBERED, links, mentions, trial), allowed);
    }
}
