package io.millrace.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.moderation.model.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Compares a new training with what is committed: who changes the corpus, the features or the folding of
/// texts must run `infra/trainer/run` and commit what it writes.
class ShippedModelTest {

    private static final Path STREAM = Path.of("../../moderation-stream/src/main");
    private static final Path MODEL = STREAM.resolve("resources/io/millrace/moderation/model");
    private static final double TOLERANCE = 0.02;

    /// Words of the probes that hardly mean anything but people.
    private static final Pattern GROUP_OF_PEOPLE = Pattern.compile(
            "\\b(gay|lesbian|queer|bisexual|transgender|jew|jewish|muslim|christian|hindu|buddhist|atheist|african|arab"
                    + "|asian|indian|mexican|latino|immigrant|foreigner|refugee|disabled|autistic|mosque|synagogue)s?\\b");

    private final JsonNode committed = read("metrics.json");
    private final Metrics measured = Trained.metrics();

    ShippedModelTest() throws IOException {}

    @Test
    void trainingAgainGivesTheCommittedFigures() {
        measured.labels().forEach((name, label) -> {
            JsonNode figures = committed.path("labels").path(name);
            assertThat(label.threshold())
                    .as(name)
                    .isCloseTo(figures.path("threshold").asDouble(-1), within(TOLERANCE));
            assertSame(name, label.figures(), figures.path("figures"));
        });
        assertSame("any", measured.any(), committed.path("any"));
    }

    @Test
    void committedFiguresAreThoseOfTheCommittedWeights() throws IOException {
        Weights weights = Weights.read(Files.readAllBytes(MODEL.resolve("weights.bin")));
        JsonNode labels = read("labels.json");

        assertThat(committed.path("model").path("version").asText()).isEqualTo(weights.version());
        assertThat(labels.path("version").asText()).isEqualTo(weights.version());
        assertThat(labels.path("labels").findValuesAsText("name")).isEqualTo(Corpus.LABELS);
        assertThat(Files.readString(MODEL.resolve("MODEL_CARD.md"))).contains(weights.version());
    }

    @Test
    void modelIsPreciseOnTheHoldout() {
        Quality holdout = measured.any().holdout();

        assertThat(holdout.precision()).isGreaterThan(0.9);
        assertThat(holdout.recall()).isGreaterThan(0.5);
    }

    @Test
    void everyGroupOfPeopleIsTreatedAlike() {
        assertThat(measured.bias()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(measured.bias().values())
                .allSatisfy(term -> assertThat(term.flagged()).isLessThanOrEqualTo(0.1));
    }

    @Test
    void corpusIsLargeAndNearlyHalfBenign() throws IOException {
        List<Row> rows = Corpus.training(Trained.CORPUS);

        assertThat(rows).hasSizeGreaterThanOrEqualTo(3000);
        assertThat(rows.stream().filter(row -> row.labels().isEmpty()).count() / (double) rows.size())
                .isGreaterThanOrEqualTo(0.45);
        assertThat(Corpus.holdout(Trained.CORPUS)).hasSizeGreaterThanOrEqualTo(500);
    }

    @Test
    void noHarmfulSentenceNamesAGroupOfPeople() throws IOException {
        assertThat(Corpus.training(Trained.CORPUS))
                .filteredOn(row -> !row.labels().isEmpty())
                .extracting(row -> row.text().toLowerCase(Locale.ROOT))
                .isNotEmpty()
                .noneMatch(text -> GROUP_OF_PEOPLE.matcher(text).find());
    }

    @Test
    void noTemplateIsFilledMoreThanThreeTimes() throws IOException {
        Map<String, Integer> fillings = new HashMap<>();
        for (Row row : Corpus.training(Trained.CORPUS)) {
            String[] words = row.text().toLowerCase(Locale.ROOT).split("[^\\w']+");
            for (int i = 0; i < words.length && words.length >= 3; i++) {
                String[] template = words.clone();
                template[i] = "_";
                fillings.merge(String.join(" ", template), 1, Integer::sum);
            }
        }

        assertThat(fillings).isNotEmpty();
        fillings.values().removeIf(count -> count <= 3);
        assertThat(fillings).isEmpty();
    }

    private static void assertSame(String name, Metrics.Parts parts, JsonNode figures) {
        Map.of("test", parts.test(), "holdout", parts.holdout()).forEach((part, quality) -> {
            assertThat(quality.precision())
                    .as("precision of %s, %s", name, part)
                    .isCloseTo(figures.path(part).path("precision").asDouble(-1), within(TOLERANCE));
            assertThat(quality.recall())
                    .as("recall of %s, %s", name, part)
                    .isCloseTo(figures.path(part).path("recall").asDouble(-1), within(TOLERANCE));
        });
    }

    private static JsonNode read(String name) {
        try {
            return new ObjectMapper().readTree(MODEL.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
