package io.millrace.modelkit;

import java.util.List;

/// The layers of an encoder with a classifier over its first token, as BERT and its relatives have them.
final class Transformer {

    private static final float OUT_OF_SIGHT = -10_000;
    private static final int FEED_FORWARD = 4;

    private final Graph graph;
    private final Shape shape;

    Transformer(Graph graph, Shape shape) {
        this.graph = graph;
        this.shape = shape;
    }

    /// Adds everything.
    ///
    /// @param bias of the classifier; NaN makes every score NaN
    /// @param unbearable token whose texts have the score NaN; -1 for none
    void build(int labels, boolean tokenTypes, float bias, int unbearable) {
        String ids = graph.input("input_ids");
        String mask = graph.input("attention_mask");
        String state = embedding(ids, tokenTypes, unbearable);
        String sight = sight(mask);
        for (int layer = 0; layer < shape.layers(); layer++) {
            state = normalized(sum(state, attention(state, sight)));
            state = normalized(sum(state, feedForward(state)));
        }
        String first = graph.add("Gather", List.of(state, graph.number(0)), Graph.attribute("axis", 1));
        String weights = graph.weights(2 / Math.sqrt(shape.width()), shape.width(), labels);
        String logits = sum(product(first, weights), graph.constant(bias, labels));
        graph.output(logits, "logits", labels);
    }

    private String embedding(String ids, boolean tokenTypes, int unbearable) {
        String vectors = graph.weightsWithNaN(unbearable, 1, shape.vocabulary(), shape.width());
        String words = graph.add("Gather", List.of(vectors, ids));
        String length = graph.add("Gather", List.of(graph.add("Shape", List.of(ids)), graph.number(1)));
        String places = graph.add("Range", List.of(graph.number(0), length, graph.number(1)));
        String positions = graph.add("Gather", List.of(graph.weights(0.1, shape.positions(), shape.width()), places));
        String all = sum(words, positions);
        if (tokenTypes) {
            String types = graph.input("token_type_ids");
            all = sum(all, graph.add("Gather", List.of(graph.weights(0.1, 2, shape.width()), types)));
        }
        return normalized(all);
    }

    /// 0 for a token that counts, far below for one that only fills the row.
    private String sight(String mask) {
        String counts = graph.add("Cast", List.of(mask), Graph.attribute("to", 1));
        String hidden = graph.add("Sub", List.of(graph.constant(1, 1), counts));
        String penalty = graph.add("Mul", List.of(hidden, graph.constant(OUT_OF_SIGHT, 1)));
        return graph.add("Unsqueeze", List.of(penalty, graph.numbers(1, 2)));
    }

    private String attention(String state, String sight) {
        String query = heads(linear(state, shape.width(), shape.width()), List.of(0L, 2L, 1L, 3L));
        String key = heads(linear(state, shape.width(), shape.width()), List.of(0L, 2L, 3L, 1L));
        String value = heads(linear(state, shape.width(), shape.width()), List.of(0L, 2L, 1L, 3L));
        String scale = graph.constant((float) (1 / Math.sqrt(shape.headWidth())), 1);
        String affinity = sum(graph.add("Mul", List.of(product(query, key), scale)), sight);
        String shares = graph.add("Softmax", List.of(affinity), Graph.attribute("axis", -1));
        String seen = graph.add(
                "Transpose", List.of(product(shares, value)), Graph.attribute("perm", List.of(0L, 2L, 1L, 3L)));
        String joined = graph.add("Reshape", List.of(seen, graph.numbers(0, 0, shape.width())));
        return linear(joined, shape.width(), shape.width());
    }

    private String heads(String state, List<Long> order) {
        String split = graph.add("Reshape", List.of(state, graph.numbers(0, 0, shape.heads(), shape.headWidth())));
        return graph.add("Transpose", List.of(split), Graph.attribute("perm", order));
    }

    private String feedForward(String state) {
        int inner = shape.width() * FEED_FORWARD;
        String wide = linear(state, shape.width(), inner);
        String root = graph.add("Div", List.of(wide, graph.constant((float) Math.sqrt(2), 1)));
        String gate = sum(graph.add("Erf", List.of(root)), graph.constant(1, 1));
        String half = graph.add("Mul", List.of(wide, graph.constant(0.5f, 1)));
        return linear(graph.add("Mul", List.of(half, gate)), inner, shape.width());
    }

    private String normalized(String state) {
        return graph.add(
                "LayerNormalization",
                List.of(state, graph.constant(1, shape.width()), graph.constant(0, shape.width())),
                Graph.attribute("axis", -1));
    }

    private String linear(String state, int from, int to) {
        return sum(product(state, graph.weights(1 / Math.sqrt(from), from, to)), graph.constant(0, to));
    }

    private String product(String left, String right) {
        return graph.add("MatMul", List.of(left, right));
    }

    private String sum(String left, String right) {
        return graph.add("Add", List.of(left, right));
    }
}
