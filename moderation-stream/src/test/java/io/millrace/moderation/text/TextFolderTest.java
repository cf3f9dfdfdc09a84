package io.millrace.moderation.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFolderTest {

    @ParameterizedTest
    @CsvSource({
        "Hello, hello",
        "ＨＥＬＬＯ, hello",
        "𝔥𝔢𝔩𝔩𝔬, hello",
        "ﬁsh, fish",
        "naïve, naive",
        "Straße, straße",
        "한국어, 한국어",
        "बेवकूफ, बेवकूफ",
        "Привет, привет",
        "%48ello, hello",
    })
    void foldedViewIsWhatAReaderSees(String text, String folded) {
        assertThat(TextFolder.fold(text).folded()).isEqualTo(folded);
    }

    @Test
    void soundMarksOfJapaneseStayBecauseTheyMakeAnotherWord() {
        assertThat(TextFolder.fold("バ").folded()).isEqualTo("ハ\u3099");
    }

    @Test
    void wordThatMixesAlphabetsIsReadAsLatin() {
        assertThat(TextFolder.fold("hеllо world").latin()).isEqualTo("hello world");
    }

    @Test
    void wordOfAnotherLanguageStaysInTheLatinView() {
        assertThat(TextFolder.fold("привет").latin()).isEqualTo("привет");
    }

    @Test
    void wordOfLookAlikesIsReadAsLatinWhenItStandsAlone() {
        assertThat(TextFolder.fold("сор").latin()).isEqualTo("cop");
    }

    @Test
    void wordOfLookAlikesBelongsToTheLanguageAroundIt() {
        assertThat(TextFolder.fold("убери сор").latin()).isEqualTo("убери сор");
    }

    @Test
    void foldedViewKeepsLookAlikesAsTheyAre() {
        assertThat(TextFolder.fold("hеllо").folded()).isEqualTo("hеllо");
    }

    @Test
    void spanNamesTheOriginalCharacters() {
        FoldedText text = TextFolder.fold("a\u200B𝔥ﬁ%41");

        assertThat(text.folded()).isEqualTo("ahfia");
        assertThat(text.span(0, 1)).isEqualTo(new Span(0, 1));
        assertThat(text.span(1, 2)).isEqualTo(new Span(2, 4));
        assertThat(text.span(2, 4)).isEqualTo(new Span(4, 5));
        assertThat(text.span(4, 5)).isEqualTo(new Span(5, 8));
    }

    @Test
    void characterThatStandsForAPhraseCountsByItsFirstFourLetters() {
        assertThat(TextFolder.fold("\uFDFA".repeat(50)).length()).isEqualTo(50 * 4);
        assertThat(TextFolder.fold("\u3000\uFDFA!").folded()).isEqualTo(" \u0635\u0644\u0649 !");
    }

    @Test
    void characterThatStandsForFourCountsWhole() {
        assertThat(TextFolder.fold("\u2487 \u337F \u33C2").folded()).isEqualTo("(20) 株式会社 a.m.");
    }

    @Test
    void neverPrintsTheText() {
        assertThat(TextFolder.fold("secret").toString()).doesNotContain("secret");
    }
}
