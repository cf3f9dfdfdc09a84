package io.millrace.micro;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Words and payloads, the same in every run.
final class Texts {

    private static final String CONSONANTS = "bcdfghjklmnprstvw";
    private static final String VOWELS = "aeiou";

    private Texts() {}

    /// A JSON object of about so many bytes with a text of invented words.
    static byte[] payload(int bytes) {
        Random random = new Random(bytes);
        StringBuilder text = new StringBuilder("{\"text\":\"");
        while (text.length() < bytes - 8) {
            text.append(word(random)).append(' ');
        }
        return text.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A JSON object with a text of about so many bytes in which every letter stands alone.
    static byte[] spelledOut(int bytes) {
        Random random = new Random(bytes);
        StringBuilder text = new StringBuilder("{\"text\":\"");
        while (text.length() < bytes) {
            word(random).chars().forEach(letter -> text.append((char) letter).append(' '));
        }
        return text.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Invented words, none of which is in a payload except by chance.
    static List<String> words(int count) {
        Random random = new Random(1);
        List<String> words = new ArrayList<>(count);
        while (words.size() < count) {
            words.add(word(random) + word(random));
        }
        return words;
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())))
                    .append(VOWELS.charAt(random.nextInt(VOWELS.length())));
        }
        return word.toString();
    }
}
