package io.millrace.moderation.desk.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schema.moderation.Reason;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reasons, scores and details as JSON, as the tables keep them.
final class JsonColumns {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonColumns() {}

    static String reasons(List<Reason> reasons) {
        ArrayNode array = JSON.createArrayNode();
        for (Reason reason : reasons) {
            ObjectNode node = array.addObject();
            node.put("rule", clean(reason.getRule()));
            if (reason.getLabel() != null) {
                node.put("label", clean(reason.getLabel()));
            }
            if (reason.getScore() != null) {
                node.put("score", reason.getScore());
            }
            if (reason.getSpanStart() != null && reason.getSpanEnd() != null) {
                node.put("start", reason.getSpanStart());
                node.put("end", reason.getSpanEnd());
            }
            node.put("action", clean(reason.getAction()));
            node.put("trial", reason.getTrial());
        }
        return array.toString();
    }

    static List<Reason> reasons(String text) {
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode node : parse(text)) {
            reasons.add(Reason.newBuilder()
                    .setRule(node.path("rule").asText())
                    .setLabel(node.has("label") ? node.get("label").asText() : null)
                    .setScore(node.has("score") ? node.get("score").asDouble() : null)
                    .setSpanStart(node.has("start") ? node.get("start").asInt() : null)
                    .setSpanEnd(node.has("end") ? node.get("end").asInt() : null)
                    .setAction(node.path("action").asText())
                    .setTrial(node.path("trial").asBoolean())
                    .build());
        }
        return reasons;
    }

    static String scores(Map<String, Double> scores) {
        ObjectNode object = JSON.createObjectNode();
        scores.forEach((label, score) -> object.put(clean(label), score));
        return object.toString();
    }

    static Map<String, Double> scores(String text) {
        Map<String, Double> scores = new HashMap<>();
        parse(text)
                .properties()
                .forEach(score -> scores.put(score.getKey(), score.getValue().asDouble()));
        return scores;
    }

    static String texts(Map<String, String> texts) {
        ObjectNode object = JSON.createObjectNode();
        texts.forEach((name, text) -> object.put(name, clean(text)));
        return object.toString();
    }

    static Map<String, String> texts(String text) {
        Map<String, String> texts = new HashMap<>();
        parse(text)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /// PostgreSQL refuses U+0000 in JSON too.
    private static String clean(@Nullable String text) {
        return text == null ? "" : text.replace("\u0000", "");
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a JSON column cannot be read", e);
        }
    }
}
