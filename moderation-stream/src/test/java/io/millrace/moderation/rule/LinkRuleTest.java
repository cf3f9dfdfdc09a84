package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.text.Span;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkRuleTest {

    private static final Rule EVERY_KIND = rule(LinkKind.values());

    @ParameterizedTest
    @CsvSource({
        "look https://example.com/a, link",
        "www.example.tech is it, link",
        "see example.com, link",
        "see EXAMPLE.COM!, link",
        "see example。com, disguised-link",
        "example.tech/offer, link",
        "https://bad.example/x, blocked-domain",
        "on shop.bad.example today, blocked-domain",
        "on b\u0430d.example today, blocked-domain",
        "on BAD.EXAMPLE today, blocked-domain",
        "bad\uFF0Eexample, blocked-domain",
        "b\u200Bad.example, blocked-domain",
        "discord.gg/abc, invite",
        "https://discord.com/invite/abc, invite",
        "disc\u043Erd.gg/abc, invite",
        "t.me/joinchat, invite",
        "bit.ly/3x, shortener",
        "https://bit.ly/3x, shortener",
        "https://ex\u0430mple.com, disguised-link",
        "https://xn--exmple-4nf.com, disguised-link",
        "https://good.example@other.example/, disguised-link",
        "http://10.0.0.1/login, disguised-link",
        "see böse.example, blocked-domain",
        "see bo\u0308se.example, blocked-domain",
        "https://www.BÖSE.example/, blocked-domain",
        "https://xn--bse-sna.example/, blocked-domain",
        "https://müller.example/, blocked-domain",
        "https://xn--mller-kva.example/, blocked-domain",
        "https://плохо.example/, blocked-domain",
        "https://good.example%2Ecom, disguised-link",
    })
    void addressIsObjectedToByItsKind(String text, String label) {
        assertThat(EVERY_KIND.judge(Candidates.text(text)))
                .extracting(Hit::label)
                .containsExactly(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing here",
                "end.The next sentence",
                "wait...what",
                "e.g. this, i.e. that",
                "3.50 or 1.2.3",
                "192.168.0.1",
                "node.js and readme.md",
                "write to me@example.com",
                "https://good.example/page",
                "sub.good.example",
                "Mr.Smith",
                ".",
                "a.",
                ".a",
            })
    void whatIsNoAddressOrAllowedPasses(String text) {
        assertThat(EVERY_KIND.judge(Candidates.text(text))).isEmpty();
    }

    @Test
    void kindThatIsOffPasses() {
        Rule rule = rule(LinkKind.INVITE);

        assertThat(rule.judge(Candidates.text("https://example.com discord.gg/abc")))
                .singleElement()
                .isEqualTo(new Hit(RuleId.LINK, "invite", new Span(20, 34), Severity.REFUSE));
    }

    @Test
    void addressThatOnlyLooksAllowedIsNotAllowed() {
        assertThat(EVERY_KIND.judge(Candidates.text("https://g\u043E\u043Ed.example")))
                .extracting(Hit::label)
                .containsExactly("disguised-link");
        assertThat(EVERY_KIND.judge(Candidates.text("https://notgood.example"))).hasSize(1);
    }

    @Test
    void everyAddressIsJudgedAndAsManyAsMatterAreTold() {
        assertThat(EVERY_KIND.judge(Candidates.text("good.example a.com b.com")))
                .hasSize(2);
        assertThat(EVERY_KIND.judge(Candidates.text("a.com ".repeat(100)))).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q.qq ", "q.com ", "good.example ", "q.com/a,"})
    void blockedDomainIsFoundBehindManyOtherAddresses(String other) {
        Rule rule = new LinkRule(
                Domains.of(List.of("good.example")),
                Domains.of(List.of("bad.example")),
                Map.of(LinkKind.OTHER, Severity.FLAG, LinkKind.BLOCKED, Severity.REFUSE));

        List<Hit> hits = rule.judge(Candidates.text(other.repeat(140) + "bad.example"));

        assertThat(hits).hasSizeLessThanOrEqualTo(64);
        assertThat(hits.getFirst()).extracting(Hit::label).isEqualTo("blocked-domain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "_", "a", "a-", "a.", "é"})
    void blockedDomainIsFoundBehindAnythingThatCouldBelongToTheHost(String before) {
        assertThat(EVERY_KIND.judge(Candidates.text(before.repeat(300) + ".bad.example")))
                .extracting(Hit::label)
                .containsExactly("blocked-domain");
    }

    @Test
    void addressBehindALongUserNameIsDisguised() {
        String user = "good.example-" + "a".repeat(300);

        assertThat(EVERY_KIND.judge(Candidates.text("see https://" + user + "@evil.example/x")))
                .extracting(Hit::label)
                .contains("disguised-link");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "_https://bad.example/a?b#c._ 1 26",
                "(bad.example/a) 1 14",
                "bad.example:8080, 0 16",
                "bad.example: 0 11",
                "bad.example?a=1! 0 15",
                "https://user@bad.example/ 0 25",
                "bad.example/bad.example/x 0 25",
            })
    void wholeAddressIsTold(String text, int start, int end) {
        assertThat(EVERY_KIND.judge(Candidates.text(text)).getFirst().span()).isEqualTo(new Span(start, end));
    }

    @Test
    void allowedDomainIsNotAllowedInAnotherSpelling() {
        Rule rule = new LinkRule(
                Domains.of(List.of("köln.example")), Domains.of(List.of()), Map.of(LinkKind.OTHER, Severity.FLAG));

        assertThat(rule.judge(Candidates.text("https://koln.example"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nodots", "https://a.example", "a b.example", "example."})
    void entryThatIsNoDomainIsToldByItsPlace(String entry) {
        assertThatThrownBy(() -> Domains.of(List.of("fine.example", entry)))
                .hasMessage("entry 2 must be a domain such as example.org");
    }

    @Test
    @Timeout(5)
    void textOfNothingButDotsAndLettersIsReadInBoundedTime() {
        for (int i = 0; i < 200; i++) {
            EVERY_KIND.judge(Candidates.text("a.".repeat(1000)));
            EVERY_KIND.judge(Candidates.text("a@b.c".repeat(400)));
            EVERY_KIND.judge(Candidates.text("https://a@".repeat(200)));
            EVERY_KIND.judge(Candidates.text("https://" + "a@b.c".repeat(390)));
            EVERY_KIND.judge(Candidates.text("b.cc/".repeat(200) + "!".repeat(1000)));
        }
    }

    private static Rule rule(LinkKind... kinds) {
        Map<LinkKind, Severity> severities = new EnumMap<>(LinkKind.class);
        for (LinkKind kind : kinds) {
            severities.put(kind, Severity.REFUSE);
        }
        return new LinkRule(
                Domains.of(List.of("good.example")),
                Domains.inAnySpelling(List.of("bad.example", "böse.example", "xn--mller-kva.example", "плохо.example")),
                severities);
    }
}
