package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Leet;
import io.millrace.moderation.text.Letters;
import java.util.HashSet;
import java.util.Set;

/// Looks for a term that starts at one position: walks the trie along every way to read the text. Used once.
///
/// A letter may stand as itself, as a look-alike or as a leet character; it may be drawn out; and up to three
/// characters that belong to no word may stand between two letters. Whether such a reading counts is decided
/// by [Reading] when a term is complete. The work is bounded by the trie: each step must follow one of its
/// edges.
final class TermSearch {

    private static final int NO = -1;
    private static final int WIDEST_GAP = 3;
    private static final int MOST_WAYS = 256;

    private final TermTrie trie;
    private final FoldedText text;
    private final int start;
    /// Where ways through symbols, which may be letters or gaps, have met: the first and plainest one counts. Without
    /// this their number would double with every symbol.
    private final Set<Long> tried = new HashSet<>();

    TermSearch(TermTrie trie, FoldedText text, int start) {
        this.trie = trie;
        this.text = text;
        this.start = start;
    }

    /// Where the term ends (exclusive), or -1.
    int end() {
        boolean startsWord = !text.isWord(start - 1) || Letters.isUnspaced(text.folded(start));
        return !startsWord ? NO : read(TermTrie.ROOT, start, Reading.EMPTY);
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
        int after = next;
        while (after < text.length() && readsAs(after, letter)) {
            after++;
        }
        return after == next ? NO : proceed(child, after, longer.drawnOut(runBefore(next, letter) + after - next));
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
        return tried.size() < MOST_WAYS && tried.add((long) node << Integer.SIZE | position);
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

    private int runBefore(int position, int letter) {
        int first = position;
        while (first > start && readsAs(first - 1, letter)) {
            first--;
        }
        return position - first;
    }

    private boolean readsAs(int position, int letter) {
        int latin = text.latin(position);
        return latin == letter
                || text.folded(position) == letter
                || (letter < 128 && Leet.letters(latin).indexOf(letter) >= 0);
    }
}
