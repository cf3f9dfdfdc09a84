package io.millrace.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compatibility is a test: within a major version every released schema and the present one read each other
/// (FULL_TRANSITIVE).
///
/// `released/<version>/<topic>.avsc` holds what was released. A release adds a folder; nothing is ever
/// changed there.
@NullMarked
class ReleasedSchemasTest {

    private static final Path RELEASED = Path.of("src/test/resources/released");

    static Stream<Topic<?>> topics() {
        return Topics.all().stream();
    }

    static Stream<Path> releases() throws IOException {
        try (Stream<Path> files = Files.walk(RELEASED)) {
            return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void presentSchemaAndReleasedOneReadEachOther(Path released) throws IOException {
        String topic = released.getFileName().toString().replaceAll("\\.avsc$", "");
        Schema then = new Schema.Parser().parse(Files.readString(released));
        Schema now = topics().filter(candidate -> candidate.name().equals(topic))
                .map(candidate -> SpecificData.get().getSchema(candidate.value()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("topic " + topic + " was released and is gone"));

        assertThat(compatibility(now, then))
                .as("the present one reads %s", released)
                .isEmpty();
        assertThat(compatibility(then, now))
                .as("%s reads the present one", released)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyTopicHasReleasedBaseline(Topic<?> topic) {
        try (Stream<Path> versions = Files.list(RELEASED)) {
            assertThat(versions.map(version -> version.resolve(topic.name() + ".avsc"))
                            .filter(Files::isRegularFile))
                    .isNotEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("released schemas cannot be listed", e);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyFieldIsDocumentedAndEveryEnumHasDefault(Topic<?> topic) {
        List<String> missing = new ArrayList<>();
        collect(SpecificData.get().getSchema(topic.value()), new HashSet<>(), missing);

        assertThat(missing).isEmpty();
    }

    private static List<String> compatibility(Schema reader, Schema writer) {
        SchemaCompatibility.SchemaPairCompatibility result =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return result.getType() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : result.getResult().getIncompatibilities().stream()
                        .map(problem -> problem.getLocation() + ": " + problem.getMessage())
                        .toList();
    }

    private static void collect(Schema schema, Set<String> seen, List<String> missing) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    require(schema.getDoc() != null, schema.getFullName() + " has no doc", missing);
                    schema.getFields().forEach(field -> {
                        require(
                                field.doc() != null && !field.doc().isBlank(),
                                schema.getFullName() + '.' + field.name() + " has no doc",
                                missing);
                        collect(field.schema(), seen, missing);
                    });
                }
            }
            case ENUM -> {
                if (seen.add(schema.getFullName())) {
                    require(schema.getEnumDefault() != null, schema.getFullName() + " has no default", missing);
                }
            }
            case ARRAY -> collect(schema.getElementType(), seen, missing);
            case MAP -> collect(schema.getValueType(), seen, missing);
            case UNION -> schema.getTypes().forEach(part -> collect(part, seen, missing));
            case FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    private static void require(boolean holds, String problem, List<String> missing) {
        if (!holds) {
            missing.add(problem);
        }
    }
}
