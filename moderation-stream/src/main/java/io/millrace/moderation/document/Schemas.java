package io.millrace.moderation.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// The shapes of documents. Thread-safe.
final class Schemas {

    private static final String UNKNOWN_KEY = "additionalProperties";

    private final Schema policy;
    private final Schema list;

    Schemas() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .locale(Locale.ROOT)
                .pathType(PathType.JSON_POINTER)
                .build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
        policy = read(registry, "policy.schema.json");
        list = read(registry, "list.schema.json");
    }

    private static Schema read(SchemaRegistry registry, String name) {
        try (InputStream in = Objects.requireNonNull(Schemas.class.getResourceAsStream(name))) {
            Schema schema = registry.getSchema(in, InputFormat.JSON);
            schema.initializeValidators();
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException("the schema " + name + " cannot be read", e);
        }
    }

    /// What is wrong with the shape of a policy.
    List<Problem> checkPolicy(JsonNode document) {
        return check(policy, document);
    }

    /// What is wrong with the shape of a list.
    List<Problem> checkList(JsonNode document) {
        return check(list, document);
    }

    private static List<Problem> check(Schema schema, JsonNode document) {
        return schema.validate(document).stream()
                .map(Schemas::problem)
                .distinct()
                .toList();
    }

    private static Problem problem(Error error) {
        String place = error.getInstanceLocation().toString();
        String key = error.getProperty();
        return UNKNOWN_KEY.equals(error.getKeyword()) && key != null
                ? new Problem(place + '/' + key.replace("~", "~0").replace("/", "~1"), "there is no such key")
                : new Problem(place, error.getMessage());
    }
}
