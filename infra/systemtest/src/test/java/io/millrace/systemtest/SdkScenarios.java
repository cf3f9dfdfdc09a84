package io.millrace.systemtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Judges what the npm client saw, for each transport and each encoding that it has. COVERAGE.md says which
/// sentence of the protocol is judged where.
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"websocket json", "websocket protobuf", "http_stream json", "http_stream protobuf", "sse json"})
@ExtendWith(SharedStack.class)
abstract class SdkScenarios {

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private final String door;
    private final SdkSightings sightings;

    SdkScenarios(String door, SdkSightings sightings) {
        this.door = door;
        this.sightings = sightings;
    }

    @BeforeAll
    static void install() {
        NodeScripts.prepare();
    }

    /// What was seen in a scenario by the transport and encoding of this test.
    final JsonNode saw(String scenario) {
        return sightings.of(door, scenario);
    }

    final boolean isWebSocket() {
        return door.startsWith("websocket");
    }

    final boolean isJson() {
        return door.endsWith("json");
    }

    /// JSON with single quotes and bare names.
    static JsonNode json(String text) {
        try {
            return LENIENT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
