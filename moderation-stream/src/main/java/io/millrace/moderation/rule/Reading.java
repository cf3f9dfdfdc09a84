package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Leet;
import io.millrace.moderation.text.Letters;

/// How the letters of a term were found so far, and whether that is a disguise or an innocent coincidence.
///
/// @param length letters of the term read
/// @param digits how many of them stood as leet digits
/// @param signs how many of them stood as digits or symbols
/// @param gaps bit `n` is set when something stood before letter `n`
/// @param wideGaps the gaps of these with a space or an apostrophe
/// @param doubles bit `n` is set when the run of equal letters that ends before letter `n` was two long, not
///     more
record Reading(int length, int digits, int signs, long gaps, long wideGaps, long doubles) {

    static final Reading EMPTY = new Reading(0, 0, 0, 0, 0, 0);

    private static final int NO = -1;
    private static final int NO_LEET_UP_TO = 2;
    private static final int SHORTEST_SPELLED = 3;
    private static final int SHORT = 4;
    private static final int LONG = 5;
    private static final String[] PLURALS = {"s", "es", "z"};
    private static final String[] VERB_ENDINGS = {"ed", "ing"};
    private static final String[] NOUN_ENDINGS = {"er", "ers"};

    /// What stood for a letter.
    enum Sign {
        LETTER,
        DIGIT,
        SYMBOL
    }

    Reading with(Sign sign) {
        return new Reading(
                length + 1,
                digits + (sign == Sign.DIGIT ? 1 : 0),
                signs + (sign == Sign.LETTER ? 0 : 1),
                gaps,
                wideGaps,
                doubles);
    }

    Reading withGap(boolean wide) {
        long bit = 1L << length;
        return new Reading(length, digits, signs, gaps | bit, wide ? wideGaps | bit : wideGaps, doubles);
    }

    Reading drawnOut(int run) {
        return run > 2 ? this : new Reading(length, digits, signs, gaps, wideGaps, doubles | 1L << length);
    }

    /// Where the word ends whose term letters were read up to `position`, or -1 when it does not count.
    ///
    /// @param breaks where the term itself has spaces, see [Term]
    int end(FoldedText text, int start, int position, long breaks) {
        if (!leetIsPlausible() || !gapsArePlausible(text, start, position, breaks)) {
            return NO;
        }
        if ((doubles == 0 || length >= LONG) && isEnd(text, position)) {
            return position;
        }
        return endOfEnding(text, position);
    }

    /// `1d10t` is a word, `a55` a road, `101` a number.
    private boolean leetIsPlausible() {
        int letters = length - signs;
        if (letters == 0 || (signs > 0 && length <= NO_LEET_UP_TO)) {
            return false;
        }
        return digits <= (length < SHORT ? letters : letters + 1);
    }

    /// `i.d.i.o.t`, `i d i o t` and `idi.ot` are disguises; `he'll`, `as set` and `bad word` are not. Nor is an
    /// initialism before a word (`M.O.R. on`), or with an article (`a S.S.`), nor single letters one after the
    /// other in a list (`A, S, S`), unless they are too many for chance.
    private boolean gapsArePlausible(FoldedText text, int start, int position, long breaks) {
        long odd = gaps & ~breaks;
        if (odd == 0 || (length >= LONG && (odd & wideGaps) == 0)) {
            return true;
        }
        int count = Long.bitCount(odd);
        boolean everyLetter = count == length - 1 - Long.bitCount(breaks);
        boolean alike = (odd & wideGaps) == 0 || (odd & ~wideGaps) == 0;
        boolean spelled = everyLetter
                ? length > SHORTEST_SPELLED || (length == SHORTEST_SPELLED && alike)
                : length >= LONG && 2 * count >= length - 1 && alike;
        return spelled
                && (length >= LONG || !SpelledOut.isListed(text, start, position))
                && SpelledOut.isWhole(text, start, position);
    }

    /// The shorter the term, the fewer endings: twit must not find twitter.
    private int endOfEnding(FoldedText text, int position) {
        boolean plain = doubles == 0 || length >= LONG;
        // The last letter may be doubled before an ending: crap, crapping.
        boolean finalDouble = doubles == 1L << length;
        int end = plain ? endOfEnding(text, position, PLURALS) : NO;
        if (end == NO && length >= SHORT && (plain || finalDouble)) {
            end = endOfEnding(text, position, VERB_ENDINGS);
        }
        return end == NO && length >= LONG ? endOfEnding(text, position, NOUN_ENDINGS) : end;
    }

    private int endOfEnding(FoldedText text, int position, String[] endings) {
        for (String ending : endings) {
            int end = position + ending.length();
            if (reads(text, position, ending)) {
                int last = drawnOut(text, end);
                if (isEnd(text, last)) {
                    return last;
                }
            }
        }
        return NO;
    }

    private boolean reads(FoldedText text, int position, String ending) {
        if (position + ending.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < ending.length(); i++) {
            int read = text.latin(position + i);
            boolean leet = signs > 0 && Leet.letters(read).indexOf(ending.charAt(i)) >= 0;
            if (read != ending.charAt(i) && !leet) {
                return false;
            }
        }
        return true;
    }

    /// Behind the last letter of an ending when it is there at least three times: losersss, not assess.
    private static int drawnOut(FoldedText text, int end) {
        int last = end;
        while (last < text.length() && text.latin(last) == text.latin(end - 1)) {
            last++;
        }
        return last - end > 1 ? last : end;
    }

    private boolean isEnd(FoldedText text, int position) {
        int end = position;
        while (length >= LONG && end < text.length() && Letters.isAsciiDigit(text.latin(end))) {
            end++;
        }
        return !text.isWord(end) || Letters.isUnspaced(text.folded(position - 1));
    }
}
