package io.millrace.moderation.rule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rows of `vectors.tsv` and the lists they are judged by.
final class Vectors {

    private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9A-F]+)}|\\\\u([0-9A-F]{4})|\\\\[nt\\\\]");

    private Vectors() {}

    record Row(boolean blocked, String text, String why) {

        @Override
        public String toString() {
            return (blocked ? "block " : "pass ") + text + " (" + why + ')';
        }
    }

    static List<Row> rows() {
        return lines("vectors.tsv").stream().map(Vectors::row).toList();
    }

    static Blocklist blocklist() {
        return Blocklist.of("test", lines("terms.txt"), lines("allowed.txt"));
    }

    private static Row row(String line) {
        String[] columns = line.split("\t", 3);
        return new Row(columns[0].equals("block"), decoded(columns[1]), columns[2]);
    }

    static String decoded(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match.group())));
    }

    private static String character(String escape) {
        return switch (escape) {
            case "\\n" -> "\n";
            case "\\t" -> "\t";
            case "\\\\" -> "\\";
            default -> codePoint(escape);
        };
    }

    private static String codePoint(String escape) {
        String hex = escape.replaceAll("[^0-9A-F]", "");
        int codePoint = Integer.parseInt(hex, 16);
        return codePoint < 0x10000 ? String.valueOf((char) codePoint) : Character.toString(codePoint);
    }

    static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(resource), resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# ") && !line.startsWith("#\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
