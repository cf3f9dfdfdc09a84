package io.millrace.moderation.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.text.TextFolder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello, World! | hello world",
                "don't stop | dont stop",
                "soooo good, yesss | so good yes",
                "1d10t | idiot",
                "b!tch and sh*t | bitch and sh*t",
                "i d i o t | idiot",
                "m.o.r.o.n | moron",
                "a b | a b",
                "50k for 2 days, 10000000 in 2024 | ##k for # days #### in ####",
                "covid19 | covid##",
                "gr8 | grb",
                "pay $100 | pay $ ###",
                "$hit 4$$h0l3 f**k | shit asshole f**k",
                "see www.site.example now | see w / site / example now",
                "https://x.example | https / x / example",
                "main.py. Next | main / py next",
                "what?? no!! | what ? no !",
                "wow! great | wow great",
                "ok 🍆👍 | ok 🍆 👍",
                "привет | привет",
            })
    void wordsAreReadAsTheyAreMeant(String text, String words) {
        assertThat(words(text)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"' '", "'...'", "'-'", "'¯ _'"})
    void textWithoutWordsHasNone(String text) {
        assertThat(words(text)).isEmpty();
    }

    private static String words(String text) {
        return Words.of(TextFolder.fold(text)).toString();
    }
}
