package io.millrace.moderation.scorer.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.moderation.scorer.model.Labels.Activation;
import io.millrace.moderation.scorer.model.Labels.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `labels.json`:
///
/// ```json
/// {"version": "7", "labels": ["ok", {"name": "insult", "threshold": 0.7}], "activation": "sigmoid",
///  "max_length": 128, "thresholds": {"ok": 1}, "golden": [{"text": "you fool", "scores": {"insult": 0.93}}]}
/// ```
///
/// Only `labels` has to be there.
public final class LabelsFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LABELS = 64;
    private static final int MOST_TOKENS = 8192;
    private static final int USUAL_TOKENS = 512;

    private LabelsFile() {}

    /// Reads one file.
    ///
    /// @throws ModelException when the file is not there or says something impossible
    public static Labels read(Path file) {
        try {
            return parse(JSON.readTree(Files.readString(file)));
        } catch (JsonProcessingException e) {
            throw new ModelException(file.getFileName() + " is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ModelException(file.getFileName() + " cannot be read as UTF-8: " + e.getMessage(), e);
        }
    }

    private static Labels parse(JsonNode root) {
        List<String> names = new ArrayList<>();
        Map<String, Double> thresholds = new HashMap<>();
        for (JsonNode label : root.path("labels")) {
            names.add(label.isTextual() ? label.textValue() : label.path("name").asText());
            if (label.has("threshold")) {
                thresholds.put(names.getLast(), score("labels[].threshold", label.path("threshold")));
            }
        }
        require(!names.isEmpty() && names.size() <= MOST_LABELS, "labels must be a list of 1 to 64");
        require(new HashSet<>(names).size() == names.size(), "labels must differ from each other");
        require(names.stream().noneMatch(String::isBlank), "every label must have a name");
        thresholds.putAll(scores("thresholds", root.path("thresholds"), names));
        int maxLength = root.path("max_length").asInt(USUAL_TOKENS);
        require(maxLength >= 2 && maxLength <= MOST_TOKENS, "max_length must be 2 to " + MOST_TOKENS);
        return new Labels(
                root.path("version").asText(""),
                names,
                thresholds,
                activation(root.path("activation").asText("sigmoid")),
                maxLength,
                golden(root.path("golden"), names));
    }

    private static Activation activation(String name) {
        return switch (name) {
            case "sigmoid" -> Activation.SIGMOID;
            case "softmax" -> Activation.SOFTMAX;
            default -> throw wrong("activation must be sigmoid or softmax");
        };
    }

    private static List<Golden> golden(JsonNode texts, List<String> names) {
        List<Golden> golden = new ArrayList<>();
        for (JsonNode text : texts) {
            require(text.path("text").isTextual(), "every golden text must have a text");
            golden.add(new Golden(text.path("text").asText(), scores("golden", text.path("scores"), names)));
        }
        return golden;
    }

    private static Map<String, Double> scores(String key, JsonNode map, List<String> names) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            require(names.contains(entry.getKey()), key + " must name labels of the model");
            scores.put(entry.getKey(), score(key, entry.getValue()));
        }
        return scores;
    }

    private static double score(String key, JsonNode number) {
        require(
                number.isNumber() && number.doubleValue() >= 0 && number.doubleValue() <= 1,
                key + " must be between 0 and 1");
        return number.doubleValue();
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw wrong(rule);
        }
    }

    private static ModelException wrong(String rule) {
        return new ModelException("labels.json: " + rule);
    }
}
