package io.millrace.moderation.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.config.ModerationConfig;
import io.millrace.runtime.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplePoliciesTest {

    private static final Path FOLDER = Path.of("..", "docs", "examples", "policies");

    private final PolicyDocuments documents =
            Config.of(Map.of(), Map.of()).read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)));

    @ParameterizedTest
    @ValueSource(strings = {"community.json", "strict.json"})
    void examplesCanBePublishedAsTheyAre(String name) throws IOException {
        String document = Files.readString(FOLDER.resolve(name));

        assertThat(documents.check("policy/default", document, Map.of())).isEmpty();
        assertThat(FOLDER.resolve(Json.read(document).get("$schema").asText())).exists();
    }
}
