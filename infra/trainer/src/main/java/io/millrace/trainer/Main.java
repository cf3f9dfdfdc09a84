package io.millrace.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Trains the model from the corpus and writes it with its figures and its card.
@Command(
        name = "infra/trainer/run",
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1",
        description = "Trains the text model of moderation-stream from the corpus in the repository, measures it,"
                + " and writes weights.bin, labels.json, metrics.json and MODEL_CARD.md.")
public final class Main implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String HOME = System.getProperty("millrace.home", ".");

    @Option(names = "--corpus", paramLabel = "FOLDER", description = "the sentences; the repository's by default")
    private Path corpus = Path.of(HOME, "moderation-stream/src/main/corpus");

    @Option(names = "--out", paramLabel = "FOLDER", description = "where to write; the shipped model by default")
    private Path out = Path.of(HOME, "moderation-stream/src/main/resources/io/millrace/moderation/model");

    /// Runs the trainer once.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Result result = train(corpus, Settings.shipped());
        Files.createDirectories(out);
        Files.write(out.resolve("weights.bin"), result.weights());
        write("metrics.json", result.metrics());
        write("labels.json", labels(result.model().scorer()));
        Files.writeString(out.resolve("MODEL_CARD.md"), ModelCard.of(result.metrics(), result.model()));
        System.out.println(Summary.of(result.metrics()));
        return 0;
    }

    /// A trained and measured model.
    ///
    /// @param weights the file
    @SuppressWarnings("ArrayRecordComponent") // Written once.
    record Result(byte[] weights, Measurement.Trained model, Metrics metrics) {}

    /// Trains and measures; writes nothing.
    static Result train(Path corpus, Settings settings) throws IOException {
        List<Row> rows = Corpus.training(corpus);
        Split byGroup = Split.byGroup(rows, settings.seed());
        Split atRandom = Split.atRandom(rows, settings.seed());
        byte[] weights = Training.run(byGroup, settings);
        Measurement.Trained model = trained(byGroup, weights);
        Metrics metrics = Measurement.of(corpus, settings, model, trained(atRandom, Training.run(atRandom, settings)));
        return new Result(weights, model, metrics);
    }

    private static Measurement.Trained trained(Split split, byte[] weights) {
        return new Measurement.Trained(split, new LinearScorer(Weights.read(weights)));
    }

    /// `labels.json`.
    private record Labels(String version, String activation, List<Shown> labels) {}

    private record Shown(String name, double threshold) {}

    private static Labels labels(LinearScorer scorer) {
        return new Labels(
                scorer.version(),
                "sigmoid",
                scorer.labels().stream()
                        .map(label -> new Shown(label.name(), label.threshold()))
                        .toList());
    }

    private void write(String name, Object content) throws IOException {
        Files.writeString(out.resolve(name), JSON.writeValueAsString(content) + "\n");
    }
}
