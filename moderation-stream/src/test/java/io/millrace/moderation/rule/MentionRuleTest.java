package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.text.Span;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MentionRuleTest {

    private static final Rule RULE = new MentionRule(2, Optional.of(Severity.REFUSE), Optional.of(Severity.FLAG));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hi @ann and @bob",
                "@ann @Ann @ANN @bob @ann",
                "ann@a.example bob@b.example cid@c.example",
                "@ @ @ @",
                "everyone is here",
            })
    void fewDifferentNamesPass(String text) {
        assertThat(RULE.judge(Candidates.text(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@ann @bob @cid", "@ann,@bob,@cid,@dan", "<@1> <@2> <@3>", "@ann \uFF20bob @c\u200Bid"})
    void moreThanTheLimitIsRefusedOnce(String text) {
        assertThat(RULE.judge(Candidates.text(text)))
                .singleElement()
                .satisfies(hit -> assertThat(hit.label()).isEqualTo("mentions"))
                .matches(Hit::refuses);
    }

    @Test
    void callToEveryoneIsFlagged() {
        assertThat(RULE.judge(Candidates.text("@everyone look")))
                .singleElement()
                .satisfies(hit -> assertThat(hit.label()).isEqualTo("everyone"))
                .matches(hit -> !hit.refuses());
    }

    @Test
    void refusalComesFirst() {
        assertThat(RULE.judge(Candidates.text("@all @ann @bob")))
                .extracting(Hit::label)
                .containsExactly("mentions", "everyone");
    }

    @Test
    void everyMentionBeyondTheLimitIsBlottedOut() {
        Rule rule = new MentionRule(2, Optional.of(Severity.MASK), Optional.of(Severity.MASK));

        assertThat(rule.judge(Candidates.text("@ann @bob @cid @ann @dan @cid @all")))
                .extracting(Hit::span)
                .containsExactly(
                        new Span(10, 14), new Span(20, 24), new Span(25, 29), new Span(30, 34), new Span(30, 34));
    }

    @Test
    void whatIsOffPasses() {
        Rule rule = new MentionRule(1, Optional.empty(), Optional.empty());

        assertThat(rule.judge(Candidates.text("@everyone @ann @bob"))).isEmpty();
    }
}
