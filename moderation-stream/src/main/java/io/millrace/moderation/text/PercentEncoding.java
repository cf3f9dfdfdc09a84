package io.millrace.moderation.text;

/// Characters written as `%41` or, in UTF-8, as `%D1%96`.
final class PercentEncoding {

    /// What [#codePoint] returns when nothing is encoded.
    static final int NONE = -1;

    private static final int OCTET_LENGTH = 3;
    private static final int[] LEAST_OF_LENGTH = {0, ' ', 0x80, 0x800, 0x10000};

    private PercentEncoding() {}

    /// The visible character encoded at an index, or [#NONE].
    static int codePoint(String text, int index) {
        int first = octet(text, index);
        int length = lengthBy(first);
        int codePoint = length == 1 ? first : first & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int next = octet(text, index + i * OCTET_LENGTH);
            if (next >> 6 != 0b10) {
                return NONE;
            }
            codePoint = codePoint << 6 | (next & 0x3F);
        }
        boolean valid = length > 0
                && codePoint >= LEAST_OF_LENGTH[length]
                && codePoint != 127
                && Character.isValidCodePoint(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE;
        return valid ? codePoint : NONE;
    }

    /// How many characters of the text a decoded character took.
    static int length(int codePoint) {
        int octets = 1;
        while (octets < 4 && codePoint >= (octets == 1 ? 0x80 : LEAST_OF_LENGTH[octets + 1])) {
            octets++;
        }
        return octets * OCTET_LENGTH;
    }

    /// Octets of a sequence by its first one; 0 when none begins like this.
    private static int lengthBy(int first) {
        if (first < 0 || (first >= 0x80 && first < 0xC0) || first >= 0xF8) {
            return 0;
        }
        return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    private static int octet(String text, int index) {
        if (index + 2 >= text.length() || text.charAt(index) != '%') {
            return NONE;
        }
        int high = Character.digit(text.charAt(index + 1), 16);
        int low = Character.digit(text.charAt(index + 2), 16);
        return high < 0 || low < 0 ? NONE : high * 16 + low;
    }
}
