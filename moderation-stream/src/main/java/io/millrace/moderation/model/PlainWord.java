package io.millrace.moderation.model;

import io.millrace.moderation.text.Leet;
import io.millrace.moderation.text.Letters;

/// Undoes what is done to a word to hide it: letters drawn out, digits and signs for letters.
final class PlainWord {

    private static final int LONGEST_NUMBER = 4;
    private static final int LONGEST_UNIT = 3;
    private static final int DRAWN_OUT = 3;
    private static final int STAR = '*';

    private PlainWord() {}

    /// Rewrites the word between `from` (inclusive) and `to` (exclusive) in place; it never gets longer.
    ///
    /// @return its new end
    static int undisguise(int[] letters, int from, int to) {
        int digits = 0;
        int signs = 0;
        for (int i = from; i < to; i++) {
            if (Letters.isAsciiDigit(letters[i])) {
                digits++;
            } else if (letters[i] < 128 && !Letters.isAsciiLetter(letters[i])) {
                signs++;
            }
        }
        int end = to;
        if (digits > 0) {
            end = digits == to - from ? number(letters, from, to) : mixed(letters, from, to, digits);
        }
        if (digits + signs > 0) {
            readLeet(letters, from, end);
        }
        return undraw(letters, from, end);
    }

    private static int number(int[] letters, int from, int to) {
        int end = Math.min(to, from + LONGEST_NUMBER);
        for (int i = from; i < end; i++) {
            letters[i] = Words.NUMBER;
        }
        return end;
    }

    /// Digits beside letters are a quantity (`50k`, `covid19`) or stand for letters (`1d10t`, `gr8`).
    private static int mixed(int[] letters, int from, int to, int digits) {
        int leading = 0;
        while (Letters.isAsciiDigit(letters[from + leading])) {
            leading++;
        }
        int trailing = 0;
        while (Letters.isAsciiDigit(letters[to - 1 - trailing])) {
            trailing++;
        }
        if (leading == digits && to - from - digits <= LONGEST_UNIT) {
            int end = number(letters, from, from + leading);
            System.arraycopy(letters, from + leading, letters, end, to - from - leading);
            return end + to - from - leading;
        }
        if (trailing == digits && trailing > 1) {
            return number(letters, to - trailing, to);
        }
        return to;
    }

    private static void readLeet(int[] letters, int from, int to) {
        for (int i = from; i < to; i++) {
            if (letters[i] != STAR && letters[i] != Words.NUMBER) {
                String meant = Leet.letters(letters[i]);
                letters[i] = meant.isEmpty() ? letters[i] : meant.charAt(0);
            }
        }
    }

    /// Three or more of the same letter count once. Numbers keep their length.
    private static int undraw(int[] letters, int from, int to) {
        int end = from;
        int first = from;
        while (first < to) {
            int letter = letters[first];
            int next = first + 1;
            while (next < to && letters[next] == letter) {
                next++;
            }
            boolean drawnOut = next - first >= DRAWN_OUT && letter != Words.NUMBER;
            int kept = drawnOut ? 1 : next - first;
            for (int i = 0; i < kept; i++) {
                letters[end++] = letter;
            }
            first = next;
        }
        return end;
    }
}
