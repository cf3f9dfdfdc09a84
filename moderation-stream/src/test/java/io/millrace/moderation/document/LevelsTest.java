package io.millrace.moderation.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelsTest {

    private static final ObjectNode BASE = (ObjectNode) Json.read("""
            {"limit": 1, "caps": {"percent": 70, "action": "off"}, "lists": ["a"], "flag": {}}""");

    @Test
    void objectsAreMergedAndEverythingElseIsReplaced() {
        assertThat(merged(
                        "{\"caps\": {\"percent\": 80}, \"lists\": [\"b\", \"c\"]}",
                        "{\"caps\": {\"action\": \"flag\"}}"))
                .isEqualTo(Json.read("""
                        {"limit": 1, "caps": {"percent": 80, "action": "flag"}, "lists": ["b", "c"], "flag": {}}"""));
    }

    @Test
    void nullTakesBackWhatLevelsBeforeSaid() {
        assertThat(merged(
                        "{\"limit\": 2, \"caps\": {\"percent\": 80, \"action\": \"flag\"}, \"flag\": {\"spam\": 0.5}}",
                        "{\"limit\": null, \"caps\": {\"percent\": null}, \"flag\": null}"))
                .isEqualTo(Json.read("""
                        {"limit": 1, "caps": {"percent": 70, "action": "flag"}, "lists": ["a"], "flag": {}}"""));
    }

    @Test
    void nullRemovesAnEntryThatTheConfigurationDoesNotHave() {
        assertThat(merged("{\"flag\": {\"spam\": 0.5, \"insult\": 0.6}}", "{\"flag\": {\"spam\": null}}")
                        .get("flag"))
                .isEqualTo(Json.read("{\"insult\": 0.6}"));
    }

    @Test
    void hintForEditorsIsNoSetting() {
        assertThat(merged("{\"$schema\": \"policy.schema.json\"}")).isEqualTo(BASE);
    }

    @Test
    void nothingChangesWhatIsBelow() {
        ObjectNode before = BASE.deepCopy();
        JsonNode level = Json.read("{\"caps\": {\"percent\": 80}}");
        ObjectNode merged = Levels.merge(BASE, List.of(level));
        ((ObjectNode) merged.get("caps")).put("percent", 1);

        assertThat(BASE).isEqualTo(before);
        assertThat(level).isEqualTo(Json.read("{\"caps\": {\"percent\": 80}}"));
    }

    private static JsonNode merged(String... levels) {
        return Levels.merge(BASE, Arrays.stream(levels).map(Json::read).toList());
    }
}
