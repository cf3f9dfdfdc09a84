package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;

/// Tells a word that was spelled out letter by letter from a part of a longer one: `i d i o t`, but not the
/// end of `c l a s s`.
final class SpelledOut {

    private static final String WORDS_OF_ONE_LETTER = "ainoruy";
    private static final String BEHIND = "su";
    private static final int WIDEST_GAP = 3;
    private static final int MOST_NEIGHBOURS = 8;

    private SpelledOut() {}

    /// Whether every single letter next to the stretch is a word of its own (`u r a …`), or an ending.
    static boolean isWhole(FoldedText text, int start, int end) {
        return isFree(text, start - 1, -1, WORDS_OF_ONE_LETTER) && isFree(text, end, 1, BEHIND);
    }

    /// Whether commas stand between the letters as between the parts of a list: `A, S, S`.
    static boolean isListed(FoldedText text, int start, int end) {
        for (int i = start; i < end - 1; i++) {
            if ((text.folded(i) == ',' || text.folded(i) == ';') && Character.isWhitespace(text.folded(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFree(FoldedText text, int from, int direction, String words) {
        int position = from;
        for (int i = 0; i < MOST_NEIGHBOURS; i++) {
            int gap = 0;
            while (gap < WIDEST_GAP && isSeparator(text, position)) {
                position += direction;
                gap++;
            }
            boolean single = gap > 0 && text.isWord(position) && !text.isWord(position + direction);
            if (!single) {
                return true;
            }
            if (words.indexOf(text.latin(position)) < 0) {
                return false;
            }
            position += direction;
        }
        return true;
    }

    private static boolean isSeparator(FoldedText text, int position) {
        return position >= 0 && position < text.length() && !text.isWord(position);
    }
}
