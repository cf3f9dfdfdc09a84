package io.millrace.id;

/// The checks that text identifiers share; failures name the field, the limit and the value.
final class TextRules {

    private TextRules() {}

    static void requireLength(String field, String value, int max) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        if (value.length() > max) {
            throw new IllegalArgumentException(
                    field + " is longer than " + max + " characters: it has " + value.length());
        }
    }

    /// As [#requirePrintableAscii], and blanks.
    static void requireAsciiText(String field, String value) {
        if (!isAsciiText(value)) {
            throw new IllegalArgumentException(field + " must be printable ASCII or blanks, is \"" + value + '"');
        }
    }

    static boolean isAsciiText(String value) {
        return isAsciiFrom(' ', value);
    }

    static void requirePrintableAscii(String field, String value) {
        if (!isAsciiFrom('!', value)) {
            throw new IllegalArgumentException(field + " must be printable ASCII, is \"" + value + '"');
        }
    }

    private static boolean isAsciiFrom(char lowest, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < lowest || c > '~') {
                return false;
            }
        }
        return true;
    }
}
