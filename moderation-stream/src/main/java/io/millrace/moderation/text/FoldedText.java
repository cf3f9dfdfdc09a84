package io.millrace.moderation.text;

import java.util.Arrays;

/// A text as a reader sees it, in two views of the same length.
///
/// `folded`: compatibility decomposed (NFKD), lower-case, without invisible characters and accents; for words
/// of any script. `latin`: the same with the look-alikes of other alphabets read as Latin letters; for Latin
/// words. Positions count code points of the views. Immutable; made by [TextFolder].
public final class FoldedText {

    private final int[] folded;
    private final int[] latin;
    private final int[] starts;
    private final int[] ends;

    FoldedText(int[] folded, int[] latin, int[] starts, int[] ends) {
        this.folded = folded;
        this.latin = latin;
        this.starts = starts;
        this.ends = ends;
    }

    /// Number of positions.
    public int length() {
        return folded.length;
    }

    /// The code point of the folded view.
    public int folded(int position) {
        return folded[position];
    }

    /// The code point of the Latin view.
    public int latin(int position) {
        return latin[position];
    }

    /// Whether a position holds part of a word; beyond the text there is none.
    public boolean isWord(int position) {
        return position >= 0 && position < latin.length && Letters.isWord(latin[position]);
    }

    /// Where positions `start` (inclusive) to `end` (exclusive, greater) stand in the original text.
    public Span span(int start, int end) {
        return new Span(starts[start], ends[end - 1]);
    }

    /// The folded view of positions `start` (inclusive) to `end` (exclusive).
    public String folded(int start, int end) {
        return new String(folded, start, end - start);
    }

    /// The Latin view of positions `start` (inclusive) to `end` (exclusive).
    public String latin(int start, int end) {
        return new String(latin, start, end - start);
    }

    /// The whole folded view.
    public String folded() {
        return folded(0, length());
    }

    /// The whole Latin view.
    public String latin() {
        return new String(latin, 0, latin.length);
    }

    @Override
    public String toString() {
        return "FoldedText[length=" + length() + ']';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FoldedText that
                && Arrays.equals(folded, that.folded)
                && Arrays.equals(latin, that.latin)
                && Arrays.equals(starts, that.starts)
                && Arrays.equals(ends, that.ends);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(folded);
    }
}
