package io.millrace.moderation.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    private static final int USUAL_DISTANCE = 12;

    private final List<Pair> pairs = pairs();

    private record Pair(boolean same, String one, String other) {

        boolean isCaught() {
            return of(one).distance(of(other)) <= USUAL_DISTANCE;
        }
    }

    @Test
    void variationsOfATextAreCaughtAndOtherTextsAreNot() {
        List<Pair> missed =
                pairs.stream().filter(pair -> pair.same && !pair.isCaught()).toList();
        List<Pair> confused =
                pairs.stream().filter(pair -> !pair.same && pair.isCaught()).toList();

        assertThat(pairs.stream().filter(Pair::same)).hasSize(30);
        assertThat(pairs.stream().filter(pair -> !pair.same)).hasSize(30);
        assertThat(confused).isEmpty();
        // A number in words instead of digits is another text.
        assertThat(missed)
                .extracting(Pair::one)
                .containsExactly("Please help me reach one thousand subscribers, it means a lot");
    }

    @Test
    void noTwoOfSixtyDifferentTextsAreConfused() {
        List<String> texts = pairs.stream()
                .filter(pair -> !pair.same)
                .flatMap(pair -> List.of(pair.one, pair.other).stream())
                .distinct()
                .toList();

        for (String one : texts) {
            for (String other : texts) {
                if (!one.equals(other)) {
                    assertThat(of(one).distance(of(other)))
                            .as(one + " / " + other)
                            .isGreaterThan(USUAL_DISTANCE);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Come to my room now, COME   to my room now!",
        "free coins for all, frее cоins fоr аll",
        "free coins for all, f\u200Bree coins for \u00E0ll",
    })
    void disguisesOfATextAreTheSameText(String one, String other) {
        assertThat(of(one).exact()).isEqualTo(of(other).exact());
        assertThat(of(one).distance(of(other))).isZero();
    }

    @Test
    void anotherLetterMakesAnotherText() {
        assertThat(of("see you at ten").exact())
                .isNotEqualTo(of("see you at two").exact());
        assertThat(of("1 0 0 coins").exact()).isNotEqualTo(of("1 0 0 0 coins").exact());
    }

    @Test
    void lengthCountsLettersAndDigitsAndDoubleThoseThatAreWords() {
        assertThat(of("ok!! 👍 10").length()).isEqualTo(4);
        assertThat(of("你好").length()).isEqualTo(4);
        assertThat(of(" …").length()).isZero();
    }

    @Test
    void veryLongTextIsComparedByItsBeginningAndEqualByItsWhole() {
        String beginning = "one two three four five six seven eight nine ten ".repeat(50);

        Fingerprint one = of(beginning + "and this");
        Fingerprint other = of(beginning + "and that");

        assertThat(one.distance(other)).isZero();
        assertThat(one.exact()).isNotEqualTo(other.exact());
    }

    @Test
    void onePartOfManyEqualGroupsStillCountsRightly() {
        Fingerprint once = of("ab".repeat(100));
        Fingerprint often = of("ab".repeat(700));

        assertThat(once.distance(often)).isLessThanOrEqualTo(2);
    }

    private static Fingerprint of(String text) {
        return Fingerprint.of(TextFolder.fold(text));
    }

    private static List<Pair> pairs() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FingerprintTest.class.getResourceAsStream("variations.tsv")),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(cells -> new Pair(cells[0].equals("same"), cells[1], cells[2]))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
