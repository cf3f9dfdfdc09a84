package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.text.PayloadMask;
import io.millrace.moderation.text.Span;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MaskProperties {

    private static final int TEXT_LIMIT = 32_768;
    private static final List<Rule> RULES = List.of(
            new BlocklistRule(Blocklist.of("list", List.of("idiot", "bad word", "ab"), List.of()), Severity.MASK),
            new LinkRule(Domains.of(List.of()), Domains.inAnySpelling(List.of("bad.example")), everyKind()),
            new MentionRule(1, Optional.of(Severity.MASK), Optional.of(Severity.MASK)),
            new PatternRule(List.of(
                    ContentPattern.of("number", "\\d{4}", Severity.MASK),
                    ContentPattern.of("word", "secret", Severity.MASK))));

    @Property(tries = 3000)
    void nothingIsFoundInWhatWasBlottedOut(@ForAll("documents") String json) {
        for (Rule rule : RULES) {
            ByteBuffer payload = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
            List<Span> places = places(rule, payload);

            ByteBuffer masked = PayloadMask.mask(payload, PayloadFormat.JSON, TEXT_LIMIT, places);

            assertThat(places(rule, masked))
                    .as("%s: %s", rule.getClass().getSimpleName(), StandardCharsets.UTF_8.decode(masked.duplicate()))
                    .isEmpty();
        }
    }

    /// Addresses and names stand alone: what is blotted out next to one may end or begin it elsewhere.
    @Provide
    Arbitrary<String> documents() {
        return Arbitraries.of(
                        "idiot",
                        "i d i o t",
                        "1d10t",
                        "IDIOTS",
                        "%69diot",
                        "\\u0069diot",
                        "id\u200Biot",
                        "bad",
                        "word",
                        "ab",
                        " bad.example ",
                        " https://a@b.bad.example/x?y=z ",
                        " www.good.example/#f. ",
                        " t.me/joinchat ",
                        "@ann ",
                        "@bob ",
                        "@everyone ",
                        "1234",
                        "56789012",
                        "SECRET",
                        "s\u0435cret",
                        "\uFF53ecret",
                        "fine",
                        "é",
                        "😀",
                        ".",
                        "/",
                        "*",
                        "\\n",
                        " ",
                        " ",
                        " ",
                        "\",\"")
                .list()
                .ofMaxSize(14)
                .map(parts -> "[\"" + String.join("", parts) + "\"]");
    }

    private static List<Span> places(Rule rule, ByteBuffer payload) {
        return rule.judge(new Candidate(payload, PayloadFormat.JSON, TEXT_LIMIT)).stream()
                .map(Hit::span)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static Map<LinkKind, Severity> everyKind() {
        Map<LinkKind, Severity> severities = new EnumMap<>(LinkKind.class);
        for (LinkKind kind : LinkKind.values()) {
            severities.put(kind, Severity.MASK);
        }
        return severities;
    }
}
