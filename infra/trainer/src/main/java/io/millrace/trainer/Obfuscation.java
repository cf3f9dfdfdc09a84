package io.millrace.trainer;

import io.millrace.moderation.model.LinearScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// How much of what is found plainly written is still found when it is disguised.
final class Obfuscation {

    private static final Map<String, UnaryOperator<String>> DISGUISES = disguises();
    private static final String PLAIN = "aeiostcpxy";
    private static final String LEET = "4310$7cpxy";
    private static final String CYRILLIC = "аеіоѕтсрху";
    private static final int LONG_WORD = 4;

    private Obfuscation() {}

    /// The share still flagged of each disguise.
    ///
    /// @param flagged sentences that the model flags as they are
    static Map<String, Double> shares(List<Scored> flagged, LinearScorer scorer) {
        Map<String, Double> shares = new LinkedHashMap<>();
        DISGUISES.forEach((name, disguise) -> {
            List<Row> rows = flagged.stream()
                    .map(Scored::row)
                    .map(row -> new Row(row.id(), row.labels(), row.group(), row.lang(), disguise.apply(row.text())))
                    .toList();
            long found = Scored.all(rows, scorer).stream()
                    .filter(scored -> scored.isFlagged(scorer))
                    .count();
            shares.put(name, Quality.round((double) found / Math.max(1, rows.size())));
        });
        return shares;
    }

    /// The sentences once more, each in one of the disguises that folding cannot undo.
    static List<Row> toLearn(List<Row> rows) {
        List<UnaryOperator<String>> disguises = List.of(Obfuscation::starred, Obfuscation::transposed);
        List<Row> disguised = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            String text = disguises.get(i % disguises.size()).apply(row.text());
            disguised.add(new Row(row.id(), row.labels(), row.group(), row.lang(), text));
        }
        return disguised;
    }

    private static Map<String, UnaryOperator<String>> disguises() {
        Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
        all.put("capital letters", text -> text.toUpperCase(Locale.ROOT));
        all.put("digits and signs for letters", text -> replaced(text, LEET));
        all.put("Cyrillic look-alikes", text -> replaced(text, CYRILLIC));
        all.put("full-width letters", text -> letters(text, letter -> (char) (letter - 'a' + 'ａ')));
        all.put("invisible characters", text -> eachWord(text, word -> spread(word, "\u200b")));
        all.put("dots between letters of long words", text -> longWords(text, word -> spread(word, ".")));
        all.put("vowels drawn out", text -> text.replaceAll("([aeiou])", "$1$1$1$1"));
        all.put("first inner letter as a star", Obfuscation::starred);
        all.put("two inner letters swapped", Obfuscation::transposed);
        all.put("no spaces", text -> text.replace(" ", ""));
        all.put("ten friendly words before", text -> "thanks for the nice evening with you and your family " + text);
        return all;
    }

    private static String replaced(String text, String by) {
        return letters(text, letter -> {
            int index = PLAIN.indexOf(letter);
            return index < 0 ? letter : by.charAt(index);
        });
    }

    private interface LetterChange {
        char of(char letter);
    }

    private static String letters(String text, LetterChange change) {
        StringBuilder changed = new StringBuilder(text.length());
        for (char letter : text.toLowerCase(Locale.ROOT).toCharArray()) {
            changed.append(letter >= 'a' && letter <= 'z' ? change.of(letter) : letter);
        }
        return changed.toString();
    }

    private static String eachWord(String text, UnaryOperator<String> change) {
        return Arrays.stream(text.split(" ", -1)).map(change).collect(Collectors.joining(" "));
    }

    private static String longWords(String text, UnaryOperator<String> change) {
        return eachWord(text, word -> word.length() >= LONG_WORD ? change.apply(word) : word);
    }

    private static String spread(String word, String between) {
        return word.chars().mapToObj(Character::toString).collect(Collectors.joining(between));
    }

    private static String starred(String text) {
        return longWords(text, word -> word.charAt(0) + "*" + word.substring(2));
    }

    private static String transposed(String text) {
        return longWords(text, Obfuscation::swapped);
    }

    private static String swapped(String word) {
        return "" + word.charAt(0) + word.charAt(2) + word.charAt(1) + word.substring(3);
    }
}
