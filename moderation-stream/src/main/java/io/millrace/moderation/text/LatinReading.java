package io.millrace.moderation.text;

import java.lang.Character.UnicodeScript;

/// Decides word by word whether letters of other alphabets are meant as Latin ones.
///
/// - A word that mixes them with Latin letters is read as Latin throughout: `idiоt` with a Cyrillic о.
/// - A word of one other alphabet with a letter that looks like none of ours is that language.
/// - A word of look-alikes only (`сор`) is read as Latin unless the text has a word that is surely of another
///   language: then it most likely belongs to it.
final class LatinReading {

    private final int[] folded;
    private final int[] lookAlikes;
    private final int[] latin;
    private boolean foreign;

    private LatinReading(int[] folded, int[] lookAlikes) {
        this.folded = folded;
        this.lookAlikes = lookAlikes;
        latin = folded.clone();
    }

    /// The Latin view of a folded text.
    ///
    /// @param lookAlikes for each position the letter it looks like, see [LookAlikes#letter]; may be longer
    static int[] of(int[] folded, int[] lookAlikes) {
        for (int i = 0; i < folded.length; i++) {
            if (folded[i] >= 128) {
                return new LatinReading(folded, lookAlikes).read();
            }
        }
        return folded;
    }

    /// The view in which every look-alike is Latin.
    static int[] always(int[] folded, int[] lookAlikes) {
        LatinReading reading = new LatinReading(folded, lookAlikes);
        reading.replace(0, folded.length);
        return reading.latin;
    }

    private int[] read() {
        forEachWord(false);
        forEachWord(true);
        return latin;
    }

    private void forEachWord(boolean ambiguous) {
        int start = 0;
        while (start < folded.length) {
            if (isPartOfWord(start)) {
                int end = start + 1;
                while (end < folded.length && isPartOfWord(end)) {
                    end++;
                }
                readWord(start, end, ambiguous);
                start = end;
            } else {
                start++;
            }
        }
    }

    /// First pass: sure words; second pass: ambiguous ones, when the first met no foreign word.
    private void readWord(int start, int end, boolean ambiguous) {
        boolean mixed = false;
        boolean surelyForeign = false;
        for (int i = start; i < end; i++) {
            int codePoint = folded[i];
            if (Letters.isAsciiLetter(codePoint) || isLatinScript(codePoint)) {
                mixed = true;
            } else if (codePoint >= 128 && Character.isLetter(codePoint) && lookAlikes[i] <= LookAlikes.NONE) {
                surelyForeign = true;
            }
        }
        if (mixed) {
            replace(start, end);
        } else if (surelyForeign) {
            foreign = true;
        } else if (ambiguous && !foreign) {
            replace(start, end);
        }
    }

    private void replace(int start, int end) {
        for (int i = start; i < end; i++) {
            if (lookAlikes[i] != LookAlikes.NONE) {
                latin[i] = Math.abs(lookAlikes[i]);
            }
        }
    }

    private boolean isPartOfWord(int position) {
        return Letters.isWord(folded[position]) || lookAlikes[position] != LookAlikes.NONE;
    }

    private static boolean isLatinScript(int codePoint) {
        return codePoint >= 128 && UnicodeScript.of(codePoint) == UnicodeScript.LATIN;
    }
}
