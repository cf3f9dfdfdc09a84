package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// What the npm package `centrifuge` saw of a running system in every scenario of `sdk.js`, by every
/// transport and encoding. They all run at once in one process, before the first of them is judged.
final class SdkSightings {

    private final JsonNode byDoor;

    private SdkSightings(JsonNode byDoor) {
        this.byDoor = byDoor;
    }

    static SdkSightings collect(RunningStack stack) {
        Map<String, ?> secrets = Map.of("secret", RunningStack.TOKEN_SECRET, "key", RunningStack.API_KEY);
        return new SdkSightings(NodeScripts.see("sdk.js", "all", stack.argumentsFor("", "", secrets)));
    }

    /// What was seen in one scenario.
    ///
    /// @param door transport and encoding
    /// @throws AssertionError when the scenario could not be played
    JsonNode of(String door, String scenario) {
        JsonNode seen = byDoor.path(door).path(scenario);
        if (seen.isMissingNode() || seen.has("failed")) {
            throw new AssertionError(
                    scenario + " by " + door + ": " + seen.path("failed").asText("was not played"));
        }
        return seen;
    }
}
