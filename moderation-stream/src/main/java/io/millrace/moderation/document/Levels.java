package io.millrace.moderation.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lays documents over each other, from the general to the special.
///
/// Objects are merged key by key, everything else is replaced. `null` takes back what documents before said:
/// the configuration applies again.
final class Levels {

    /// Tells editors what the document is.
    private static final String SCHEMA = "$schema";

    private Levels() {}

    /// The settings that result.
    ///
    /// @param base what the configuration says, with every key
    static ObjectNode merge(ObjectNode base, List<JsonNode> levels) {
        ObjectNode merged = base.deepCopy();
        for (JsonNode level : levels) {
            lay(merged, level, base);
        }
        merged.remove(SCHEMA);
        return merged;
    }

    private static void lay(ObjectNode target, JsonNode level, ObjectNode base) {
        level.forEachEntry((key, value) -> {
            JsonNode ofBase = base.get(key);
            if (value.isNull()) {
                reset(target, key, ofBase);
            } else if (value.isObject()) {
                ObjectNode inner = target.get(key) instanceof ObjectNode object ? object : target.putObject(key);
                lay(inner, value, ofBase instanceof ObjectNode object ? object : target.objectNode());
            } else {
                target.set(key, value);
            }
        });
    }

    private static void reset(ObjectNode target, String key, @Nullable JsonNode base) {
        if (base == null) {
            target.remove(key);
        } else {
            target.set(key, base.deepCopy());
        }
    }
}
