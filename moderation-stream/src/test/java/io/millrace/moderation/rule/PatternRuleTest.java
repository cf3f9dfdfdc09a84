package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.text.Span;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternRuleTest {

    @Test
    void patternIsFoundInTheTextAsItWasSent() {
        List<Hit> hits = refuse("[A-Z]{2}-\\d{4}").judge(Candidates.text("code AB-1234 leaked"));

        assertThat(hits).containsExactly(new Hit(RuleId.PATTERN, "name", new Span(5, 12), Severity.REFUSE));
    }

    @ParameterizedTest
    @CsvSource({
        "secret plan, 0, 6",
        "SECRET plan, 0, 6",
        "a \uFF53\uFF45\uFF43\uFF52\uFF45\uFF54, 2, 8",
        "s\u200Becret, 0, 7",
        "\u0455\u0435\u0441ret, 0, 6",
        "\uD835\uDD3Asecret, 2, 8"
    })
    void patternIsFoundInWhatAReaderSees(String text, int start, int end) {
        assertThat(refuse("secret").judge(Candidates.text(text)))
                .singleElement()
                .extracting(Hit::span)
                .isEqualTo(new Span(start, end));
    }

    @Test
    void flaggingPatternDoesNotRefuse() {
        Rule rule = new PatternRule(List.of(ContentPattern.of("name", "secret", Severity.FLAG)));

        assertThat(rule.judge(Candidates.text("secret"))).singleElement().matches(hit -> !hit.refuses());
    }

    @Test
    void refusingHitsComeFirst() {
        Rule rule = new PatternRule(
                List.of(ContentPattern.of("mild", "a", Severity.FLAG), ContentPattern.of("bad", "b", Severity.REFUSE)));

        assertThat(rule.judge(Candidates.text("ab"))).extracting(Hit::label).containsExactly("bad", "mild");
    }

    @Test
    void everyPlaceOfAPatternThatIsBlottedOutIsTold() {
        Rule rule = new PatternRule(List.of(ContentPattern.of("name", "sec?ret", Severity.MASK)));

        assertThat(rule.judge(Candidates.text("secret SECRET seret \u0455\u0435\u0441ret")))
                .extracting(Hit::span)
                .contains(new Span(0, 6), new Span(7, 13), new Span(14, 19), new Span(20, 26));
    }

    @Test
    void firstTwoThousandCharactersOfEveryReadingAreLookedAt() {
        String invisible = "\u200B".repeat(1900);

        assertThat(refuse("secret").judge(Candidates.longText(invisible + "x".repeat(1990) + " secret")))
                .isNotEmpty();
        assertThat(refuse("[Z]").judge(Candidates.longText("\u200B".repeat(2000) + "Z")))
                .isEmpty();
        assertThat(refuse("\u200B+").judge(Candidates.longText("\u200B".repeat(10))))
                .extracting(Hit::span)
                .containsExactly(new Span(0, 10));
    }

    @Test
    void otherTextAndBinaryPayloadsPass() {
        assertThat(refuse("secret").judge(Candidates.text("nothing to see"))).isEmpty();
        assertThat(refuse("secret").judge(Candidates.text(""))).isEmpty();
        assertThat(refuse("secret").judge(Candidates.binary(10))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(unclosed; missing closing )",
                "[a; missing closing ]",
                "(?=ahead); invalid or unsupported Perl syntax",
                "(a)\\1; invalid escape sequence",
                "a{2000}; has repetitions that make more than 500 steps of it",
                "((((a{50}){50}){50}){50}){50}; has repetitions that make more than 500 steps of it",
                "([)]{90}x){90}; has repetitions that make more than 500 steps of it",
                "(a|b{3}|[^]x]{100}){0,9}; has repetitions that make more than 500 steps of it",
                "a*; matches every text",
                "''; must have 1 to 260 characters, has 0",
            })
    void patternThatCannotBeUsedIsRefusedWithTheReason(String pattern, String reason) {
        assertThatThrownBy(() -> ContentPattern.of("name", pattern, Severity.FLAG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\d{3}-\\d{3}-\\d{4}", "[[:alpha:]{5000}]", "x{", "(?i)fo{2,3}", "[\\]{999}]", "a\\{900}"})
    void ordinaryRepetitionIsNoReason(String pattern) {
        assertThat(ContentPattern.of("name", pattern, Severity.FLAG).name()).isEqualTo("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\Q\\E", "(?i)", "(?-s)", "(?i)\\Q\\E"})
    void repetitionBehindWhatTakesNoStepIsOneOfWhatStandsBefore(String nothing) {
        String pattern = "a{20}";
        for (int i = 0; i < 6; i++) {
            pattern = "(?:" + pattern + ")" + nothing + "{20}";
        }
        String text = pattern;

        assertThat(RepetitionSize.of(text)).isGreaterThan(1_000_000);
        assertThatThrownBy(() -> ContentPattern.of("name", text, Severity.FLAG))
                .hasMessage("has repetitions that make more than 500 steps of it");
    }

    @Test
    void patternOf261CharactersIsRefused() {
        assertThatThrownBy(() -> ContentPattern.of("name", "a".repeat(261), Severity.FLAG))
                .hasMessage("must have 1 to 260 characters, has 261");
    }

    @Test
    void tooManyPatternsAreRefused() {
        List<ContentPattern> patterns = Collections.nCopies(51, ContentPattern.of("name", "a", Severity.FLAG));

        assertThatThrownBy(() -> new PatternRule(patterns))
                .hasMessageStartingWith("at most 50 with 2000 steps together, are 51");
    }

    @Test
    @Timeout(5)
    void costlyPatternOnAHostileTextEndsInTime() {
        Rule rule = refuse("(.{0,12}){0,12}!$");

        assertThat(rule.judge(Candidates.text("a".repeat(2000)))).isEmpty();
    }

    @Test
    void neverPrintsThePattern() {
        assertThat(ContentPattern.of("name", "secret", Severity.FLAG).toString())
                .doesNotContain("secret");
    }

    private static Rule refuse(String pattern) {
        return new PatternRule(List.of(ContentPattern.of("name", pattern, Severity.REFUSE)));
    }
}
