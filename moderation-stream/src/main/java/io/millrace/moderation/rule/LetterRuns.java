package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Leet;
import io.millrace.moderation.text.Letters;
import java.util.Arrays;

/// Stretches of one text that all read as the same letter: `ooo`, `0o0`. Each stretch is measured once, so
/// that a text of nothing else costs no more than any other. Confined to one thread.
final class LetterRuns {

    private static final int OTHER_LETTERS = 26;

    private final FoldedText text;
    private final int[] letters = new int[OTHER_LETTERS + 1];
    private final int[] starts = new int[OTHER_LETTERS + 1];
    private final int[] ends = new int[OTHER_LETTERS + 1];

    LetterRuns(FoldedText text) {
        this.text = text;
        Arrays.fill(letters, -1);
    }

    /// Where the stretch ends that holds a position which reads as a letter.
    int end(int position, int letter) {
        return ends[measured(position, letter)];
    }

    /// Where it starts.
    int start(int position, int letter) {
        return starts[measured(position, letter)];
    }

    private int measured(int position, int letter) {
        int slot = Letters.isAsciiLetter(letter) ? letter - 'a' : OTHER_LETTERS;
        if (letters[slot] != letter || position < starts[slot] || position >= ends[slot]) {
            int start = position;
            while (start > 0 && readsAs(start - 1, letter)) {
                start--;
            }
            int end = position + 1;
            while (end < text.length() && readsAs(end, letter)) {
                end++;
            }
            letters[slot] = letter;
            starts[slot] = start;
            ends[slot] = end;
        }
        return slot;
    }

    private boolean readsAs(int position, int letter) {
        int latin = text.latin(position);
        return latin == letter
                || text.folded(position) == letter
                || (letter < 128 && Leet.letters(latin).indexOf(letter) >= 0);
    }
}
