package io.millrace.moderation.text;

import java.nio.charset.StandardCharsets;

/// The characters of one string of a JSON document in UTF-8, which a parser has found valid. Confined to one
/// thread.
final class JsonCharacters {

    private static final int UNIT_LENGTH = 6;

    private final byte[] json;
    private int index;

    /// @param first index of the byte behind the opening quote
    JsonCharacters(byte[] json, int first) {
        this.json = json;
        index = first;
    }

    /// Index of the first byte of the next character.
    int index() {
        return index;
    }

    /// The next code point, whether written as it is or escaped; half of a pair when it stands alone.
    int next() {
        if (json[index] == '\\') {
            return json[index + 1] == 'u' ? escapedUnit() : escape();
        }
        int octets = octets(json[index]);
        int codePoint = octets == 1 ? json[index] : json[index] & (0x7F >> octets);
        for (int i = 1; i < octets; i++) {
            codePoint = codePoint << 6 | (json[index + i] & 0x3F);
        }
        index += octets;
        return codePoint;
    }

    private int escape() {
        int escaped = switch (json[index + 1]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> json[index + 1];
        };
        index += 2;
        return escaped;
    }

    private int escapedUnit() {
        char unit = unit();
        index += UNIT_LENGTH;
        if (Character.isHighSurrogate(unit) && json[index] == '\\' && json[index + 1] == 'u') {
            char low = unit();
            if (Character.isLowSurrogate(low)) {
                index += UNIT_LENGTH;
                return Character.toCodePoint(unit, low);
            }
        }
        return unit;
    }

    private char unit() {
        String digits = new String(json, index + 2, UNIT_LENGTH - 2, StandardCharsets.US_ASCII);
        return (char) Integer.parseInt(digits, 16);
    }

    private static int octets(byte first) {
        if (first >= 0) {
            return 1;
        }
        return (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    }
}
