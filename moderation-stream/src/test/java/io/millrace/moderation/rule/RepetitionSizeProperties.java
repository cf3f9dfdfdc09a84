package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RepetitionSizeProperties {

    /// An estimate may be too small by so much, and by a start and an end.
    private static final int FACTOR = 3;

    private static final int START_AND_END = 4;

    @Property(tries = 5_000, maxDiscardRatio = 1000)
    void patternIsHardlyLargerThanEstimated(@ForAll("patterns") String pattern) {
        int size = size(pattern);
        Assume.that(size > 0);

        assertThat((long) size).as(pattern).isLessThanOrEqualTo(FACTOR * RepetitionSize.of(pattern) + START_AND_END);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.of(
                        "a",
                        "b{5}",
                        ".",
                        "(",
                        "(",
                        ")",
                        ")",
                        "(?i)",
                        "(?i:",
                        "(?-s)",
                        "(?P<n>",
                        "(?:",
                        "{7}",
                        "{7}",
                        "{0,7}",
                        "{7,}",
                        "{1}",
                        "{0}",
                        "{,7}",
                        "{x}",
                        "{",
                        "}",
                        "*",
                        "+",
                        "?",
                        "|",
                        "[",
                        "]",
                        "[^]x]",
                        "[a-z]",
                        "[[:alpha:]]",
                        "^",
                        "$",
                        "-",
                        ",",
                        "\\Q",
                        "\\E",
                        "\\\\",
                        "\\d",
                        "\\pL",
                        "\\p{Greek}",
                        "\\x{41}",
                        "\\x41",
                        "\\b",
                        "\\{",
                        "\\(",
                        "\\)",
                        "\\[",
                        "1",
                        "K",
                        "\uD83D\uDE00")
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .map(parts -> String.join("", parts));
    }

    /// Steps of a compiled pattern, or 0 for one that is none.
    private static int size(String pattern) {
        try {
            return Pattern.compile(pattern).programSize();
        } catch (PatternSyntaxException e) {
            return 0;
        }
    }
}
