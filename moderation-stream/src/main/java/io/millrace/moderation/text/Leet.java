package io.millrace.moderation.text;

/// Digits and symbols that stand for letters: `1d10t`, `b@dword`.
public final class Leet {

    private static final String[] LETTERS = new String[128];

    static {
        LETTERS['0'] = "o";
        LETTERS['1'] = "il";
        LETTERS['2'] = "z";
        LETTERS['3'] = "e";
        LETTERS['4'] = "a";
        LETTERS['5'] = "s";
        LETTERS['6'] = "gb";
        LETTERS['7'] = "t";
        LETTERS['8'] = "b";
        LETTERS['9'] = "g";
        LETTERS['@'] = "a";
        LETTERS['$'] = "s";
        LETTERS['!'] = "i";
        LETTERS['|'] = "il";
        LETTERS['+'] = "t";
        LETTERS['('] = "c";
    }

    private Leet() {}

    /// The letters a character may stand for, most likely first; empty for a character that is only itself.
    public static String letters(int codePoint) {
        if (codePoint >= LETTERS.length) {
            return otherSign(codePoint);
        }
        String letters = LETTERS[codePoint];
        return letters == null ? "" : letters;
    }

    private static String otherSign(int codePoint) {
        return switch (codePoint) {
            case '€' -> "e";
            case '£' -> "l";
            case '§' -> "s";
            case '¢' -> "c";
            case '¡' -> "i";
            case '°' -> "o";
            case '×' -> "x";
            default -> "";
        };
    }
}
