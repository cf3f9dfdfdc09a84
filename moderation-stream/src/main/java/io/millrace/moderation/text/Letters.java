package io.millrace.moderation.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.lang.Character.UnicodeScript;

/// What a code point is to a reader.
public final class Letters {

    private static final int VOICED_SOUND_MARK = 0x3099;
    private static final int SEMI_VOICED_SOUND_MARK = 0x309A;
    private static final int KASHIDA = 0x0640;
    private static final int BRAILLE_BLANK = 0x2800;
    private static final int NUKTA = 7;

    private Letters() {}

    /// Whether it is part of a word: a letter, a digit, or a vowel sign of a script that needs them.
    public static boolean isWord(int codePoint) {
        if (codePoint < 128) {
            return isAsciiLetter(codePoint) || isAsciiDigit(codePoint);
        }
        return Character.isLetterOrDigit(codePoint) || isMark(codePoint);
    }

    /// Whether it is `a` to `z`.
    public static boolean isAsciiLetter(int codePoint) {
        return codePoint >= 'a' && codePoint <= 'z';
    }

    /// Whether it is `0` to `9`.
    public static boolean isAsciiDigit(int codePoint) {
        return codePoint >= '0' && codePoint <= '9';
    }

    /// Whether its script is written without spaces, so that a word has no visible edge.
    public static boolean isUnspaced(int codePoint) {
        if (codePoint < 0x0E00) {
            return false;
        }
        return switch (UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }

    /// Whether readers do not see it, or see it only as decoration on its neighbour.
    ///
    /// Accents and strokes go; the vowel signs of Indic and similar scripts stay, because without them other
    /// words appear, and so do the Japanese sound marks. The dot that some letters of India carry goes: many
    /// leave it out.
    static boolean isDecoration(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.FORMAT || (type == Character.CONTROL && !Character.isWhitespace(codePoint))) {
            return true;
        }
        if (isMark(codePoint) && isAccent(codePoint)) {
            return true;
        }
        return codePoint == KASHIDA
                || codePoint == BRAILLE_BLANK
                || UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    }

    private static boolean isAccent(int mark) {
        if (mark == VOICED_SOUND_MARK || mark == SEMI_VOICED_SOUND_MARK) {
            return false;
        }
        return switch (UnicodeScript.of(mark)) {
            case INHERITED, COMMON, LATIN, GREEK, CYRILLIC, HEBREW, ARABIC -> true;
            default -> UCharacter.getCombiningClass(mark) == NUKTA;
        };
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
