package io.millrace.moderation.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import java.util.Arrays;
import java.util.function.BinaryOperator;

/// Folds one text; used once, by one thread.
///
/// A folded text has at most four times as many positions as the text has UTF-16 characters: of a character
/// that stands for more (a few ligatures of whole phrases, squared words), the first four letters count.
public final class TextFolder {

    private static final Normalizer2 NFKD = Normalizer2.getNFKDInstance();
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final int JAMO_VOWEL_FIRST = 0x1161;
    private static final int JAMO_FINAL_LAST = 0x11C2;
    private static final int HANGUL_FIRST = 0xAC00;
    private static final int HANGUL_LAST = 0xD7A3;
    private static final int MOST_OF_ONE = 4;

    private final String source;
    private int[] folded;
    private int[] lookAlikes;
    private int[] starts;
    private int[] ends;
    private int length;

    private TextFolder(String source) {
        this.source = source;
        int capacity = source.length() + 16;
        folded = new int[capacity];
        lookAlikes = new int[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
    }

    /// Both views of a text.
    public static FoldedText fold(String text) {
        TextFolder folder = new TextFolder(text);
        folder.read();
        return folder.finish(LatinReading::of);
    }

    /// Both views of a text whose look-alikes are all meant as Latin letters.
    public static FoldedText foldAsLatin(String text) {
        TextFolder folder = new TextFolder(text);
        folder.read();
        return folder.finish(LatinReading::always);
    }

    private void read() {
        int index = 0;
        while (index < source.length()) {
            int codePoint = source.codePointAt(index);
            int end = index + Character.charCount(codePoint);
            if (codePoint == '%') {
                int decoded = PercentEncoding.codePoint(source, index);
                if (decoded != PercentEncoding.NONE) {
                    codePoint = decoded;
                    end = index + PercentEncoding.length(decoded);
                }
            }
            add(codePoint, index, end);
            index = end;
        }
    }

    private void add(int codePoint, int start, int end) {
        if (codePoint < 128) {
            addAscii(codePoint, start, end);
            return;
        }
        // Hangul stays whole: split into its parts, one syllable would contain the beginning of others.
        boolean hangul = codePoint >= HANGUL_FIRST && codePoint <= HANGUL_LAST;
        String parts = hangul ? null : NFKD.getDecomposition(codePoint);
        if (parts == null) {
            addVisible(codePoint, start, end);
            return;
        }
        int most = length + MOST_OF_ONE;
        for (int index = 0; index < parts.length() && length < most; ) {
            int part = parts.codePointAt(index);
            addVisible(part, start, end);
            index += Character.charCount(part);
        }
    }

    private void addVisible(int codePoint, int start, int end) {
        if (codePoint < 128) {
            addAscii(codePoint, start, end);
        } else if (Character.isDigit(codePoint)) {
            append('0' + Character.digit(codePoint, 10), LookAlikes.NONE, start, end);
        } else if (!Letters.isDecoration(codePoint) && !joinsSyllable(codePoint, end)) {
            append(UCharacter.foldCase(codePoint, true), LookAlikes.letter(codePoint), start, end);
        }
    }

    /// Puts Hangul together again that was sent in parts.
    private boolean joinsSyllable(int codePoint, int end) {
        if (codePoint < JAMO_VOWEL_FIRST || codePoint > JAMO_FINAL_LAST || length == 0) {
            return false;
        }
        int syllable = NFC.composePair(folded[length - 1], codePoint);
        if (syllable < 0) {
            return false;
        }
        folded[length - 1] = syllable;
        ends[length - 1] = end;
        return true;
    }

    private void addAscii(int codePoint, int start, int end) {
        boolean capital = codePoint >= 'A' && codePoint <= 'Z';
        if ((codePoint >= ' ' && codePoint < 127) || Character.isWhitespace(codePoint)) {
            append(capital ? codePoint + ('a' - 'A') : codePoint, LookAlikes.NONE, start, end);
        }
    }

    private void append(int codePoint, int lookAlike, int start, int end) {
        if (length == folded.length) {
            int capacity = length * 2;
            folded = Arrays.copyOf(folded, capacity);
            lookAlikes = Arrays.copyOf(lookAlikes, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        folded[length] = codePoint;
        lookAlikes[length] = lookAlike;
        starts[length] = start;
        ends[length] = end;
        length++;
    }

    private FoldedText finish(BinaryOperator<int[]> latinReading) {
        int[] text = Arrays.copyOf(folded, length);
        int[] latin = latinReading.apply(text, lookAlikes);
        return new FoldedText(text, latin, Arrays.copyOf(starts, length), Arrays.copyOf(ends, length));
    }
}
