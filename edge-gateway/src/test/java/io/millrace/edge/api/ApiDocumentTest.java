package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// `docs/api.yaml` describes the methods that there are.
class ApiDocumentTest {

    private static Map<?, ?> document;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("..", "docs", "api.yaml"))) {
            document = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
        }
    }

    @Test
    void everyMethodIsDescribedAndNoOther() {
        assertThat(at("paths").keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ApiMethod.values())
                        .map(method -> "/" + method.wireName())
                        .toList());
    }

    @Test
    void scopesAreThoseOfTheMethods() {
        for (ApiMethod method : ApiMethod.values()) {
            Object scope = at("paths", "/" + method.wireName(), "post").get("x-scope");
            String expected = method.scope()
                    .map(needed -> needed.name().toLowerCase(Locale.ROOT))
                    .orElse(method == ApiMethod.BATCH ? "each call its own" : "none");
            assertThat(scope).as(method.wireName()).isEqualTo(expected);
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        walk(document, (key, value) -> {
            if (key.equals("$ref")) {
                references.add(value.toString());
            }
        });

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                at(reference.substring("#/".length()).split("/", -1)))
                        .as(reference)
                        .isNotEmpty());
    }

    @Test
    void everySchemaIsUsed() {
        List<String> references = new ArrayList<>();
        walk(document, (key, value) -> {
            if (key.equals("$ref")) {
                references.add(value.toString());
            }
        });

        assertThat(references)
                .containsAll(at("components", "schemas").keySet().stream()
                        .map(name -> "#/components/schemas/" + name)
                        .toList());
    }

    private static Map<?, ?> at(String... path) {
        Object at = document;
        for (String step : path) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return (Map<?, ?>) Objects.requireNonNull(at, () -> String.join("/", path));
    }

    private static void walk(Object node, BiConsumer<String, Object> field) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                field.accept(key.toString(), value);
                walk(value, field);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(element -> walk(element, field));
        }
    }
}
