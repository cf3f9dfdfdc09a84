package io.millrace.modelkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A tokenizer of letters, digits and some words, as `tokenizer.json` of the usual form describes it.
final class WordPieces {

    private static final String PADDING = "[PAD]";
    private static final String UNKNOWN = "[UNK]";
    private static final String BEGIN = "[CLS]";
    private static final String END = "[SEP]";
    private static final List<String> WORDS =
            List.of("the", "you", "are", "hello", "good", "bad", "idiot", "kill", "free", "money", "nice", "day");

    private WordPieces() {}

    /// The description of a tokenizer with so many tokens; those beyond letters and words occur in no text.
    static Map<String, Object> describe(int vocabulary) {
        Map<String, Integer> tokens = tokens(vocabulary);
        return Map.of(
                "version",
                "1.0",
                "added_tokens",
                List.of(PADDING, UNKNOWN, BEGIN, END).stream()
                        .map(token -> added(token, tokens))
                        .toList(),
                "normalizer",
                Map.of(
                        "type", "BertNormalizer",
                        "clean_text", true,
                        "handle_chinese_chars", true,
                        "lowercase", true),
                "pre_tokenizer",
                Map.of("type", "BertPreTokenizer"),
                "post_processor",
                template(tokens),
                "decoder",
                Map.of("type", "WordPiece", "prefix", "##", "cleanup", true),
                "model",
                Map.of(
                        "type",
                        "WordPiece",
                        "unk_token",
                        UNKNOWN,
                        "continuing_subword_prefix",
                        "##",
                        "max_input_chars_per_word",
                        100,
                        "vocab",
                        tokens));
    }

    /// The number of a word.
    ///
    /// @throws IllegalArgumentException when it is no token
    static int id(String word, int vocabulary) {
        Integer id = tokens(vocabulary).get(word);
        if (id == null) {
            throw new IllegalArgumentException("no token is '" + word + "'");
        }
        return id;
    }

    private static Map<String, Integer> tokens(int vocabulary) {
        Map<String, Integer> tokens = new LinkedHashMap<>();
        for (String token : List.of(PADDING, UNKNOWN, BEGIN, END)) {
            tokens.put(token, tokens.size());
        }
        "abcdefghijklmnopqrstuvwxyz0123456789".chars().forEach(letter -> {
            tokens.put(Character.toString(letter), tokens.size());
            tokens.put("##" + Character.toString(letter), tokens.size());
        });
        WORDS.forEach(word -> tokens.put(word, tokens.size()));
        while (tokens.size() < vocabulary) {
            tokens.put("[unused" + tokens.size() + ']', tokens.size());
        }
        return tokens;
    }

    private static Map<String, Object> added(String token, Map<String, Integer> tokens) {
        return Map.of(
                "id",
                tokens.getOrDefault(token, 0),
                "content",
                token,
                "single_word",
                false,
                "lstrip",
                false,
                "rstrip",
                false,
                "normalized",
                false,
                "special",
                true);
    }

    private static Map<String, Object> template(Map<String, Integer> tokens) {
        Map<String, Object> text = Map.of("Sequence", Map.of("id", "A", "type_id", 0));
        Map<String, Object> second = Map.of("Sequence", Map.of("id", "B", "type_id", 1));
        return Map.of(
                "type",
                "TemplateProcessing",
                "single",
                List.of(special(BEGIN), text, special(END)),
                "pair",
                List.of(special(BEGIN), text, special(END), second, special(END)),
                "special_tokens",
                Map.of(BEGIN, ids(BEGIN, tokens), END, ids(END, tokens)));
    }

    private static Map<String, Object> special(String token) {
        return Map.of("SpecialToken", Map.of("id", token, "type_id", 0));
    }

    private static Map<String, Object> ids(String token, Map<String, Integer> tokens) {
        return Map.of("id", token, "ids", List.of(tokens.getOrDefault(token, 0)), "tokens", List.of(token));
    }
}
