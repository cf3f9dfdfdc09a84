package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.text.Span;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocklistTest {

    @Test
    void hitNamesListAndPlaceButNotTheTerm() {
        Rule rule = rule(List.of("badword"), List.of());

        List<Hit> hits = rule.judge(Candidates.text("such a b.a.d.w.o.r.d, bádword"));

        assertThat(hits)
                .containsExactly(
                        new Hit(RuleId.BLOCKLIST, "names", new Span(7, 20), Severity.REFUSE),
                        new Hit(RuleId.BLOCKLIST, "names", new Span(22, 29), Severity.REFUSE));
        assertThat(hits.toString()).doesNotContain("badword");
    }

    @Test
    void textBeyondTheLimitIsNotJudged() {
        Rule rule = rule(List.of("badword"), List.of());
        String padding = "x ".repeat(Candidates.TEXT_LIMIT / 2);

        assertThat(rule.judge(Candidates.text(padding + "badword"))).isEmpty();
    }

    @Test
    void hitsAreCountedOnlyUpTo64() {
        Rule rule = rule(List.of("badword"), List.of());

        assertThat(rule.judge(Candidates.text("badword ".repeat(200)))).hasSize(64);
    }

    @Test
    void behindThe64thPlaceEverythingIsBlottedOut() {
        Rule rule = new BlocklistRule(Blocklist.of("list", List.of("badword"), List.of()), Severity.MASK);

        List<Hit> hits = rule.judge(Candidates.text("badword ".repeat(200)));

        assertThat(hits).hasSize(64);
        assertThat(hits.getFirst().span()).isEqualTo(new Span(0, 7));
        assertThat(hits.getLast().span()).isEqualTo(new Span(63 * 8, 200 * 8));
    }

    @Test
    void binaryPayloadIsNotRead() {
        assertThat(rule(List.of("aa"), List.of()).judge(Candidates.binary(100))).isEmpty();
    }

    @Test
    void emptyListAllowsEverything() {
        assertThat(rule(List.of(), List.of()).judge(Candidates.text("anything")))
                .isEmpty();
    }

    @Test
    void termOfAnotherAlphabetDoesNotForbidALatinWord() {
        Rule rule = rule(List.of("сор"), List.of());

        assertThat(rule.judge(Candidates.text("call a cop"))).isEmpty();
        assertThat(rule.judge(Candidates.text("убери сор"))).hasSize(1);
    }

    @Test
    void allOfManyTermsAreFound() {
        List<String> terms =
                IntStream.range(0, 5000).mapToObj(BlocklistTest::madeUp).toList();
        Rule rule = rule(terms, List.of());

        assertThat(terms)
                .allSatisfy(term -> assertThat(rule.judge(Candidates.text("so " + term + " it is")))
                        .hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "...", "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijx"})
    void termThatCannotBeUsedIsRefusedByItsPlace(String term) {
        assertThatThrownBy(() -> Blocklist.of("names", List.of("fine", term), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("term 2 must have 2 to 60 letters or digits");
    }

    @Test
    @Timeout(5)
    void drawnOutTextOfAmbiguousSignsIsJudgedInBoundedTime() {
        Rule rule = rule(List.of("illilliillilx", "lilililililix", "iiiiiiiiiiiix", "llllllllllllx"), List.of());

        assertThat(rule.judge(Candidates.text("1".repeat(Candidates.TEXT_LIMIT))))
                .isEmpty();
        assertThat(rule.judge(Candidates.text("1 ".repeat(Candidates.TEXT_LIMIT / 2))))
                .isEmpty();
        assertThat(rule.judge(Candidates.text("i|!1".repeat(Candidates.TEXT_LIMIT / 4))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"i|!1", "| ! 1 i ", "b a ", "1 ", "a", "b4", "%69%", "\u0456|", "i.|.1.", "ii!!||11"})
    @Timeout(5)
    void nineKilobytesOfAnyKindAreJudgedInBoundedTime(String part) {
        List<String> terms = new ArrayList<>(
                IntStream.range(0, 10_000).mapToObj(BlocklistTest::madeUp).toList());
        terms.addAll(List.of("illilliillilx", "lilililililix", "iiiiiiiiiiiix", "babababababax", "ilililil ililx"));
        Rule rule = rule(terms, List.of());
        String json = '"' + part.repeat(9_000 / part.length()) + '"';

        assertThat(rule.judge(new Candidate(
                        ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), PayloadFormat.JSON, 32_768)))
                .isEmpty();
    }

    private static Rule rule(List<String> terms, List<String> allowed) {
        return new BlocklistRule(Blocklist.of("names", terms, allowed));
    }

    private static String madeUp(int number) {
        StringBuilder word = new StringBuilder("zq");
        for (int rest = number; rest > 0; rest /= 20) {
            word.append("bcdfghjklmnprstvwxyz".charAt(rest % 20)).append('a');
        }
        return word.append("th").toString();
    }
}
