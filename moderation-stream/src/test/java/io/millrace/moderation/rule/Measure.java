package io.millrace.moderation.rule;

import io.millrace.schema.chat.PayloadFormat;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Prints the processor time per message of text extraction, folding and blocklist. Run it with the test
/// class path.
final class Measure {

    private static final int MESSAGES = 2_000;
    private static final int WARM_UP_ROUNDS = 40;
    private static final int ROUNDS = 40;
    private static final int TEXT_LIMIT = 32_768;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Measure() {}

    public static void main(String[] args) {
        for (int terms : new int[] {0, 1_000, 10_000, 50_000}) {
            Random random = new Random(1);
            List<String> words = words(random, 60_000);
            List<String> listed = words.subList(0, terms);
            Rule rule = new BlocklistRule(Blocklist.of("measure", listed, List.of()));
            Set<String> taken = new HashSet<>(words.subList(0, 50_000));
            List<String> innocent = words.subList(50_000, 60_000).stream()
                    .filter(word -> !taken.contains(word) && !taken.contains(word.substring(0, word.length() - 1)))
                    .toList();
            measure(rule, terms, "60 characters", sentences(random, innocent, 9));
            measure(rule, terms, "80 characters", sentences(random, innocent, 12));
            measure(rule, terms, "2000 characters", sentences(random, innocent, 320));
            measure(rule, terms, "2000 digits and symbols", List.of("i1|!l5$ ".repeat(250)));
            measure(
                    rule,
                    terms,
                    "80 characters, Cyrillic",
                    List.of("Привет всем, как у вас сегодня дела и настроение ".repeat(2)));
            measure(rule, terms, "60 characters, disguised", disguised(random, innocent, 9));
            measure(rule, terms, "9000 digits and symbols", List.of("i1|!l5$ ".repeat(1125)));
            measure(rule, terms, "9000 spaced letters", List.of("b a d o r e t ".repeat(643)));
            measure(rule, terms, "9000 leet digits", List.of("b4d0r3t1".repeat(1125)));
            measure(rule, terms, "9000 of one letter", List.of("a".repeat(9000)));
        }
        Rule hostile = new BlocklistRule(
                Blocklist.of("measure", List.of("illilliillilx", "lilililililix", "iiiiiiiiiiiix"), List.of()));
        measure(hostile, 3, "2000 symbols, hostile terms", List.of("i|!1".repeat(500)));
        measure(hostile, 3, "2000 spaced, hostile terms", List.of("| ! 1 i ".repeat(250)));
        measure(hostile, 3, "9000 symbols, hostile terms", List.of("i|!1".repeat(2250)));
        measure(hostile, 3, "9000 spaced, hostile terms", List.of("| ! 1 i ".repeat(1125)));
    }

    private static void measure(Rule rule, int terms, String kind, List<String> texts) {
        List<byte[]> payloads = texts.stream()
                .map(text -> ("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8))
                .toList();
        int hits = 0;
        int count = payloads.size() == 1 ? 50 : MESSAGES;
        long start = 0;
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            if (round == WARM_UP_ROUNDS) {
                start = THREADS.getCurrentThreadCpuTime();
            }
            for (int i = 0; i < count; i++) {
                ByteBuffer data = ByteBuffer.wrap(payloads.get(i % payloads.size()));
                hits += rule.judge(new Candidate(data, PayloadFormat.JSON, TEXT_LIMIT))
                        .size();
            }
        }
        double micros = (THREADS.getCurrentThreadCpuTime() - start) / 1000.0 / ROUNDS / count;
        System.out.printf("%6d terms, %-26s %8.2f us a message, %d hits%n", terms, kind, micros, hits);
    }

    private static List<String> sentences(Random random, List<String> words, int length) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            StringBuilder sentence = new StringBuilder();
            for (int j = 0; j < length; j++) {
                sentence.append(words.get(random.nextInt(words.size()))).append(' ');
            }
            sentences.add(sentence.toString());
        }
        return sentences;
    }

    /// Every word with a Cyrillic letter, a leet digit or an accent.
    private static List<String> disguised(Random random, List<String> words, int length) {
        return sentences(random, words, length).stream()
                .map(text -> text.replace('a', '\u0430').replace("e", "e\u0301").replace('o', '0'))
                .toList();
    }

    private static List<String> words(Random random, int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            int syllables = 2 + random.nextInt(3);
            for (int s = 0; s < syllables; s++) {
                word.append("bcdfghjklmnprstvw".charAt(random.nextInt(17))).append("aeiou".charAt(random.nextInt(5)));
            }
            words.add(word.append("nrtm".charAt(random.nextInt(4))).toString());
        }
        return words;
    }
}
