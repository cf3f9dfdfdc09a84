package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class AnyTextProperties {

    private static final List<Rule> RULES = List.of(
            new BlocklistRule(Blocklist.of("list", List.of("ab", "idiot", "바보", "笨蛋", "88"), List.of("no ab"))),
            new LinkRule(Domains.of(List.of("a.b")), Domains.of(List.of("b.c")), everyKind()),
            new MentionRule(1, Optional.of(Severity.REFUSE), Optional.of(Severity.FLAG)),
            new CapsRule(50, 2, Severity.FLAG),
            new PatternRule(List.of(
                    ContentPattern.of("word", "a.b", Severity.FLAG), ContentPattern.of("any", ".", Severity.REFUSE))));

    @Property(tries = 2000)
    void everyRuleJudgesAnyTextAndNamesAPlaceInIt(@ForAll @StringLength(max = 60) String text) {
        assertPlaces(text);
    }

    @Property(tries = 2000)
    void everyRuleJudgesWhatIsMadeToConfuse(@ForAll("confusing") String text) {
        assertPlaces(text);
    }

    @Provide
    Arbitrary<String> confusing() {
        return Arbitraries.of(
                        "a",
                        "b",
                        ".",
                        "@",
                        "/",
                        ":",
                        "://",
                        "%",
                        "%6",
                        "%61",
                        "%D1%96",
                        "%F0%9F%98%80",
                        "%ED%A0%80",
                        "%C0%80",
                        "\u200B",
                        "\u0301",
                        "\u1107",
                        "\u1161",
                        "\u11A8",
                        "바",
                        "보",
                        "笨",
                        "蛋",
                        "\uFDFA",
                        "\uD83D",
                        "\uDE00",
                        "\u3002",
                        "\u0640",
                        "8",
                        "\u0668",
                        " ",
                        "і",
                        "𝐢")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    private static void assertPlaces(String text) {
        for (Rule rule : RULES) {
            assertThat(rule.judge(Candidates.text(text)))
                    .hasSizeLessThanOrEqualTo(8)
                    .allSatisfy(
                            hit -> assertThat(hit.span() == null || hit.span().end() <= text.length())
                                    .as(hit.toString())
                                    .isTrue());
        }
    }

    private static Map<LinkKind, Severity> everyKind() {
        Map<LinkKind, Severity> severities = new EnumMap<>(LinkKind.class);
        for (LinkKind kind : LinkKind.values()) {
            severities.put(kind, kind == LinkKind.OTHER ? Severity.FLAG : Severity.REFUSE);
        }
        return severities;
    }
}
