package io.millrace.moderation.model;

import io.millrace.moderation.text.FoldedText;

/// What the model sees of a text: its words, pairs of neighbouring words, and the parts of three and four
/// letters of each word, each as a 32-bit hash (FNV-1a, mixed at the end).
///
/// A change here makes every trained file useless: it must come with another [#VERSION]. Stateless.
public final class Features {

    /// Names this extraction in the files of the weights.
    public static final int VERSION = 1;

    /// Longest part of a text that is scored as one, in words; longer texts are scored in overlapping windows.
    public static final int WINDOW = 32;

    private static final int STEP = WINDOW / 2;
    private static final int WORD_WEIGHT = 2;
    private static final int PART_WEIGHT = 1;
    private static final int SHORTNESS = 30;
    private static final int SHORTEST_PART = 3;
    private static final int EDGE = '_';

    private static final int OFFSET_BASIS = 0x811C9DC5;
    private static final int PRIME = 0x01000193;
    private static final int PAIR_SALT = 0x3C6EF372;
    private static final int PART_SALT = 0x5BD1E995;

    private Features() {}

    /// By what the sum of a window is divided: its length as a vector. A constant is added, so that a single
    /// word decides less than the same word among others that agree.
    ///
    /// @param squares sum of the squares of the weights
    public static double length(int squares) {
        return Math.sqrt(squares + SHORTNESS);
    }

    /// Takes what is found.
    public interface Sink {

        /// One feature.
        ///
        /// @param hash all 32 bits are usable
        /// @param weight how much it counts, small and positive
        void feature(int hash, int weight);

        /// The window is complete; the next feature belongs to another one.
        void endOfWindow();
    }

    /// Sends the features of a text to a sink, window by window. A text without words has no window.
    public static void of(FoldedText text, Sink sink) {
        Words words = Words.of(text);
        int first = 0;
        while (first < words.count()) {
            int last = Math.min(first + WINDOW, words.count());
            window(words, first, last, sink);
            first = last == words.count() ? last : first + STEP;
        }
    }

    private static void window(Words words, int first, int last, Sink sink) {
        int before = OFFSET_BASIS;
        for (int word = first; word < last; word++) {
            int hash = hash(words, words.start(word), words.end(word), OFFSET_BASIS);
            sink.feature(mix(hash), WORD_WEIGHT);
            sink.feature(mix((before ^ PAIR_SALT) * PRIME ^ hash), WORD_WEIGHT);
            parts(words, word, sink);
            before = hash;
        }
        sink.feature(mix((before ^ PAIR_SALT) * PRIME ^ OFFSET_BASIS), WORD_WEIGHT);
        sink.endOfWindow();
    }

    /// The word is taken with an edge on both sides: `_go_`, so that beginnings and ends are told apart.
    private static void parts(Words words, int word, Sink sink) {
        int start = words.start(word) - 1;
        int end = words.end(word) + 1;
        for (int from = start; from + SHORTEST_PART <= end; from++) {
            int hash = OFFSET_BASIS ^ PART_SALT;
            for (int i = from; i < from + SHORTEST_PART; i++) {
                hash = step(hash, letter(words, i, start, end));
            }
            sink.feature(mix(hash), PART_WEIGHT);
            if (from + SHORTEST_PART < end) {
                sink.feature(mix(step(hash, letter(words, from + SHORTEST_PART, start, end))), PART_WEIGHT);
            }
        }
    }

    private static int letter(Words words, int index, int start, int end) {
        return index == start || index == end - 1 ? EDGE : words.letter(index);
    }

    private static int hash(Words words, int start, int end, int basis) {
        int hash = basis;
        for (int i = start; i < end; i++) {
            hash = step(hash, words.letter(i));
        }
        return hash;
    }

    private static int step(int hash, int letter) {
        return (hash ^ letter) * PRIME;
    }

    private static int mix(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
        return mixed ^ (mixed >>> 16);
    }
}
