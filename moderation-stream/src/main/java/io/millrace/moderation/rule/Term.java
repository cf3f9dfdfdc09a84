package io.millrace.moderation.rule;

import io.millrace.moderation.text.Letters;
import io.millrace.moderation.text.TextFolder;
import java.util.ArrayList;
import java.util.List;

/// One reading of a listed term.
///
/// @param letters its letters and digits, folded
/// @param breaks bit `n` is set when a space may stand before letter `n`
record Term(List<Integer> letters, long breaks) {

    /// Most letters of a term, so that gaps fit the bits of a long.
    static final int MAX_LETTERS = 60;

    private static final int MIN_LETTERS = 2;

    /// The readings of a term: in its own alphabet, and with every look-alike read as Latin, which is how a
    /// text that mixes alphabets is read. The second is left out where it would be another, Latin word: сор
    /// is not "cop".
    ///
    /// @param index position in the list, for the message
    /// @throws IllegalArgumentException when it has too few or too many letters
    static List<Term> readings(String text, int index) {
        Term own = read(TextFolder.fold(text.strip()).folded(), index);
        Term latin = read(TextFolder.foldAsLatin(text.strip()).latin(), index);
        boolean sameWord = !latin.isAscii() || own.letters.stream().anyMatch(Letters::isAsciiLetter);
        return latin.equals(own) || !sameWord ? List.of(own) : List.of(own, latin);
    }

    private static Term read(String text, int index) {
        List<Integer> letters = new ArrayList<>();
        long breaks = 0;
        for (int codePoint : text.codePoints().toArray()) {
            if (Letters.isWord(codePoint)) {
                letters.add(codePoint);
            } else if (!letters.isEmpty() && letters.size() < MAX_LETTERS && isBreak(codePoint)) {
                breaks |= 1L << letters.size();
            }
        }
        boolean alone = letters.size() == 1 && Letters.isUnspaced(letters.getFirst());
        if ((letters.size() < MIN_LETTERS && !alone) || letters.size() > MAX_LETTERS) {
            throw new IllegalArgumentException("term " + (index + 1) + " must have " + MIN_LETTERS + " to "
                    + MAX_LETTERS + " letters or digits, has " + letters.size());
        }
        return new Term(List.copyOf(letters), breaks);
    }

    private static boolean isBreak(int codePoint) {
        return Character.isWhitespace(codePoint) || codePoint == '-' || codePoint == '_';
    }

    private boolean isAscii() {
        return letters.stream().allMatch(letter -> letter < 128);
    }

    int[] codePoints() {
        return letters.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String toString() {
        return "Term[letters=" + letters.size() + ']';
    }
}
