package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Leet;
import io.millrace.moderation.text.Letters;
import java.util.HashSet;
import java.util.Set;

/// Looks for terms in one text: walks the trie along every way to read it. Confined to one thread.
///
/// A letter may stand as itself, as a look-alike or as a leet character; it may be drawn out; and up to three
/// characters that belong to no word may stand between two letters. Whether such a reading counts is decided
/// by [Reading] when a term is complete. The work is bounded: each step must follow an edge of the trie, and
/// ways through gaps are counted.
final class TermSearch {

    private static final int NO = -1;
    private static final int WIDEST_GAP = 3;
    private static final int MOST_WAYS_OF_A_TERM = 256;
    private static final int MOST_WAYS_OF_A_TEXT = 4096;
    private static final int MOST_WAYS_PER_CHARACTER = 2;

    private final TermTrie trie;
    private final FoldedText text;
    private final LetterRuns runs;

    /// Where ways through symbols, which may be letters or gaps, have met: the first and plainest one counts.
    /// Without this their number would double with every symbol.
    private final Set<Long> tried = new HashSet<>();

    private int start;

    /// Keeps a text of nothing but symbols cheap whatever is listed. Far more than writing for people needs;
    /// when it is used up, words are still found without gaps.
    private int waysLeft;

    TermSearch(TermTrie trie, FoldedText text) {
        this.trie = trie;
        this.text = text;
        runs = new LetterRuns(text);
        waysLeft = MOST_WAYS_OF_A_TEXT + MOST_WAYS_PER_CHARACTER * text.length();
    }

    /// Where a term that starts at a position ends (exclusive), or -1.
    int endOfTermAt(int position) {
        if (text.isWord(position - 1) && !Letters.isUnspaced(text.folded(position))) {
            return NO;
        }
        start = position;
        tried.clear();
        return read(TermTrie.ROOT, position, Reading.EMPTY);
    }

    /// Reads the next letter of the term at a position.
    private int read(int node, int position, Reading reading) {
        if (position >= text.length()) {
            return NO;
        }
        int latin = text.latin(position);
        int folded = text.folded(position);
        int end = step(node, latin, position, reading, Reading.Sign.LETTER);
        if (end == NO && folded != latin) {
            end = step(node, folded, position, reading, Reading.Sign.LETTER);
        }
        String leet = Leet.letters(latin);
        Reading.Sign sign = Letters.isAsciiDigit(latin) ? Reading.Sign.DIGIT : Reading.Sign.SYMBOL;
        for (int i = 0; end == NO && i < leet.length(); i++) {
            end = step(node, leet.charAt(i), position, reading, sign);
        }
        return end;
    }

    private int step(int node, int letter, int position, Reading reading, Reading.Sign sign) {
        int child = trie.child(node, letter);
        if (child == TermTrie.NONE) {
            return NO;
        }
        Reading longer = reading.with(sign);
        int next = position + 1;
        int end = proceed(child, next, longer);
        if (end != NO) {
            return end;
        }
        int after = runs.end(position, letter);
        int run = after - Math.max(start, runs.start(position, letter));
        return after == next ? NO : proceed(child, after, longer.drawnOut(run));
    }

    /// Goes on behind a letter: the term may end here, its next letter may follow at once or behind a gap.
    private int proceed(int node, int position, Reading reading) {
        if (reading.gaps() != 0 && !isNewWay(node, position)) {
            return NO;
        }
        if (trie.isTerm(node)) {
            int end = reading.end(text, start, position, trie.breaks(node));
            if (end != NO) {
                return end;
            }
        }
        int end = read(node, position, reading);
        boolean wide = false;
        for (int next = position; end == NO && next < position + WIDEST_GAP && isGap(next); next++) {
            wide |= isWide(text.folded(next));
            end = read(node, next + 1, reading.withGap(wide));
        }
        return end;
    }

    private boolean isNewWay(int node, int position) {
        if (waysLeft == 0 || tried.size() == MOST_WAYS_OF_A_TERM) {
            return false;
        }
        waysLeft--;
        return tried.add((long) node << Integer.SIZE | position);
    }

    private boolean isGap(int position) {
        return position < text.length() && !text.isWord(position);
    }

    /// Gaps that ordinary writing has between words or inside them (`he'll`).
    private static boolean isWide(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || codePoint == '\''
                || codePoint == '\u2019'
                || codePoint == '`';
    }
}
