package io.millrace.moderation.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.moderation.config.PolicySettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SchemasTest {

    private final Schemas schemas = new Schemas();

    @Test
    void schemaAndConfigurationHaveTheSameKeysAndDefaults() throws IOException {
        ObjectNode defaults = Json.tree(PolicySettings.of(Map.of()));
        Map<String, String> configured = new TreeMap<>();
        collect("", defaults, configured);
        Map<String, String> described = new TreeMap<>();
        describe("", schema(), described);

        assertThat(described).isEqualTo(configured);
    }

    @Test
    void everythingThatIsWrongIsToldWithItsPointer() {
        assertThat(schemas.checkPolicy(Json.read("""
                        {"caps": {"percent": 100, "action": "shout"}, "capz": {}, "slow-mode": "soon",
                         "lists": [{"name": "a"}, {"action": "refuse"}], "model": {"flag": {"spam": 2}}}""")))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder(
                        "/capz", "/caps/percent", "/caps/action", "/slow-mode", "/lists/1", "/model/flag/spam");
    }

    @Test
    void listsHaveTheirOwnShape() {
        assertThat(schemas.checkList(Json.read("{\"terms\": [\"a b\"], \"kind\": \"terms\", \"allowed\": []}")))
                .isEmpty();
        assertThat(schemas.checkList(Json.read("{\"terms\": [\"\", 5], \"kind\": \"words\"}")))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/terms/0", "/terms/1", "/kind");
        assertThat(schemas.checkList(Json.read("[]"))).hasSize(1);
    }

    @Test
    void everySettingCanBeTakenBack() {
        assertThat(schemas.checkPolicy(Json.read("""
                        {"message-limit": null, "text-limit": null, "rate": {"burst": {"per": null}},
                         "links": null, "caps": {"action": null, "trial": null}, "lists": null, "patterns": null,
                         "scorer": {"mode": null, "flag": {"toxic": null}}, "slow-mode": null,
                         "escalation": {"steps": null}, "hold": {"on-timeout": null}, "exempt": {"roles": null}}"""))).isEmpty();
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = Objects.requireNonNull(Schemas.class.getResourceAsStream("policy.schema.json"))) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// Each setting that is no object with its default as text; sizes and durations in one unit.
    private static void collect(String path, JsonNode settings, Map<String, String> into) {
        settings.forEachEntry((key, value) -> {
            if (value.isObject() && !value.isEmpty()) {
                collect(path + '/' + key, value, into);
            } else {
                into.put(path + '/' + key, value.isContainerNode() ? "" : value.asText());
            }
        });
    }

    private static void describe(String path, JsonNode schema, Map<String, String> into) {
        schema.path("properties").forEachEntry((key, property) -> {
            if (property.has("properties")) {
                describe(path + '/' + key, property, into);
            } else if (!key.equals("$schema")) {
                boolean trial = property.path("$ref").asText().equals("#/$defs/trial");
                into.put(
                        path + '/' + key,
                        trial ? "false" : bytes(property.path("default").asText()));
            }
        });
    }

    private static String bytes(String text) {
        return text.equals("512KiB") ? "524288" : text;
    }
}
