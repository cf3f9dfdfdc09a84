package io.millrace.edge.api;

import java.util.ArrayList;
import java.util.List;

/// A pattern of channel names: `*` for any text, `?` for any character, `[a-z]` and `[!a-z]` for one of a
/// set, `{one,two}` for either (braces do not nest), `\` before a character that stands for itself. Immutable;
/// matching takes time in proportion to the length of the pattern times that of the name at most.
final class ChannelGlob {

    /// Longest pattern, in characters.
    static final int MAX_LENGTH = 255;

    private static final int MAX_ALTERNATIVES = 64;

    private final List<List<Piece>> alternatives;

    private ChannelGlob(List<List<Piece>> alternatives) {
        this.alternatives = alternatives;
    }

    /// One place of a pattern.
    private sealed interface Piece {

        record Any() implements Piece {}

        record One() implements Piece {}

        record Letter(char letter) implements Piece {}

        record Among(String letters, boolean inverted) implements Piece {}
    }

    /// Reads a pattern; the empty one matches everything.
    ///
    /// @throws IllegalArgumentException when it is too long, has too many alternatives or an open bracket
    static ChannelGlob of(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "pattern is longer than " + MAX_LENGTH + " characters, it has " + pattern.length());
        }
        List<List<Piece>> alternatives = new ArrayList<>();
        for (String plain : expand(pattern.isEmpty() ? "*" : pattern)) {
            alternatives.add(pieces(plain));
        }
        return new ChannelGlob(alternatives);
    }

    boolean matches(String channel) {
        return alternatives.stream().anyMatch(pieces -> matches(pieces, channel));
    }

    /// Goes back only to the newest star: what an earlier one could take, that one can take too.
    private static boolean matches(List<Piece> pieces, String channel) {
        int piece = 0;
        int at = 0;
        int star = -1;
        int starAt = 0;
        while (at < channel.length()) {
            if (piece < pieces.size() && pieces.get(piece) instanceof Piece.Any) {
                star = piece++;
                starAt = at;
            } else if (piece < pieces.size() && takes(pieces.get(piece), channel.charAt(at))) {
                piece++;
                at++;
            } else if (star >= 0) {
                piece = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (piece < pieces.size() && pieces.get(piece) instanceof Piece.Any) {
            piece++;
        }
        return piece == pieces.size();
    }

    private static boolean takes(Piece piece, char letter) {
        return switch (piece) {
            case Piece.Any() -> false;
            case Piece.One() -> true;
            case Piece.Letter(char expected) -> expected == letter;
            case Piece.Among(String letters, boolean inverted) -> (letters.indexOf(letter) >= 0) != inverted;
        };
    }

    private static List<Piece> pieces(String pattern) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> pieces.add(new Piece.Any());
                case '?' -> pieces.add(new Piece.One());
                case '[' -> {
                    int end = closing(pattern, i, ']');
                    pieces.add(among(pattern.substring(i + 1, end)));
                    i = end;
                }
                case '\\' -> pieces.add(new Piece.Letter(pattern.charAt(Math.min(++i, pattern.length() - 1))));
                default -> pieces.add(new Piece.Letter(c));
            }
        }
        return pieces;
    }

    private static Piece among(String inside) {
        boolean inverted = inside.startsWith("!") || inside.startsWith("^");
        String set = inverted ? inside.substring(1) : inside;
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < set.length(); i++) {
            boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-';
            char last = range ? set.charAt(i + 2) : set.charAt(i);
            for (int letter = set.charAt(i); letter <= last && letter <= '~'; letter++) {
                letters.append((char) letter);
            }
            i += range ? 2 : 0;
        }
        return new Piece.Among(letters.toString(), inverted);
    }

    /// Writes out the first pair of braces, and then those of what came of it.
    private static List<String> expand(String pattern) {
        int open = unescaped(pattern, 0, '{');
        if (open < 0) {
            return List.of(pattern);
        }
        int close = closing(pattern, open, '}');
        List<String> result = new ArrayList<>();
        for (String choice : pattern.substring(open + 1, close).split(",", -1)) {
            result.addAll(expand(pattern.substring(0, open) + choice + pattern.substring(close + 1)));
            if (result.size() > MAX_ALTERNATIVES) {
                throw new IllegalArgumentException("pattern has more than " + MAX_ALTERNATIVES + " alternatives");
            }
        }
        return result;
    }

    private static int closing(String pattern, int open, char bracket) {
        int close = unescaped(pattern, open + 1, bracket);
        if (close < 0) {
            throw new IllegalArgumentException("pattern has an open bracket");
        }
        return close;
    }

    private static int unescaped(String pattern, int from, char wanted) {
        for (int i = from; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '\\') {
                i++;
            } else if (pattern.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
