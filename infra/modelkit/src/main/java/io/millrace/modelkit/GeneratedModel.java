package io.millrace.modelkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A model of random weights. Immutable; each `with` makes another one.
///
/// @param shape how great it is
/// @param seed of the weights
/// @param labels what it scores
/// @param activation `sigmoid` or `softmax`
/// @param tokenTypes whether it asks for `token_type_ids`
/// @param broken whether every score is NaN
/// @param unbearable word of the tokenizer; texts with it have the score NaN
/// @param golden texts with the scores that they must have
public record GeneratedModel(
        Shape shape,
        long seed,
        List<String> labels,
        String activation,
        boolean tokenTypes,
        boolean broken,
        Optional<String> unbearable,
        Map<String, Map<String, Double>> golden) {

    private static final int NONE = -1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    public GeneratedModel {
        labels = List.copyOf(labels);
        golden = Map.copyOf(golden);
    }

    /// With the labels of the shipped model.
    public static GeneratedModel of(Shape shape) {
        return new GeneratedModel(
                shape,
                1,
                List.of("insult", "threat", "spam", "sexual", "profanity"),
                "sigmoid",
                false,
                false,
                Optional.empty(),
                Map.of());
    }

    /// The same with other weights.
    public GeneratedModel withSeed(long other) {
        return new GeneratedModel(shape, other, labels, activation, tokenTypes, broken, unbearable, golden);
    }

    /// The same with other labels.
    public GeneratedModel withLabels(String... other) {
        return new GeneratedModel(shape, seed, List.of(other), activation, tokenTypes, broken, unbearable, golden);
    }

    /// The same with `softmax`: the scores of a text add up to 1.
    public GeneratedModel withSoftmax() {
        return new GeneratedModel(shape, seed, labels, "softmax", tokenTypes, broken, unbearable, golden);
    }

    /// The same with one more input.
    public GeneratedModel withTokenTypes() {
        return new GeneratedModel(shape, seed, labels, activation, true, broken, unbearable, golden);
    }

    /// The same with NaN in its weights.
    public GeneratedModel withNaN() {
        return new GeneratedModel(shape, seed, labels, activation, tokenTypes, true, unbearable, golden);
    }

    /// The same with NaN where the tokenizer has a word: no check notices before the word occurs in a text.
    public GeneratedModel withNaN(String word) {
        return new GeneratedModel(shape, seed, labels, activation, tokenTypes, broken, Optional.of(word), golden);
    }

    /// The same with texts that prove it.
    public GeneratedModel withGolden(Map<String, Map<String, Double>> texts) {
        return new GeneratedModel(shape, seed, labels, activation, tokenTypes, broken, unbearable, texts);
    }

    /// Writes `model.onnx`, `tokenizer.json` and `labels.json`.
    ///
    /// @param folder is created when it is not there
    /// @return the folder
    public Path write(Path folder) {
        Graph graph = new Graph(new Random(seed));
        new Transformer(graph, shape)
                .build(
                        labels.size(),
                        tokenTypes,
                        broken ? Float.NaN : 0,
                        unbearable
                                .map(word -> WordPieces.id(word, shape.vocabulary()))
                                .orElse(NONE));
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("version", "generated-" + seed);
        description.put("labels", labels);
        description.put("activation", activation);
        description.put("max_length", shape.positions());
        description.put(
                "golden",
                golden.entrySet().stream()
                        .map(text -> Map.of("text", text.getKey(), "scores", text.getValue()))
                        .toList());
        try {
            Files.createDirectories(folder);
            JSON.writeValue(folder.resolve("tokenizer.json").toFile(), WordPieces.describe(shape.vocabulary()));
            JSON.writeValue(folder.resolve("labels.json").toFile(), description);
            Files.write(folder.resolve("model.onnx"), graph.finish());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
