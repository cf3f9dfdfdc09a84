package io.millrace.micro;

import io.millrace.modelkit.GeneratedModel;
import io.millrace.modelkit.Shape;
import io.millrace.moderation.scorer.model.LabelsFile;
import io.millrace.moderation.scorer.model.ModelFiles;
import io.millrace.moderation.scorer.model.StopSignal;
import io.millrace.moderation.scorer.model.TextModel;
import io.millrace.moderation.scorer.onnx.OnnxLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What one text costs in a model of MiniLM's shape, tokenizer included, by how many are scored together on one
/// thread: a second divided by it is the throughput of a core.
@State(Scope.Benchmark)
public class TransformerScoring {

    private static final List<String> WORDS = List.of("hello", "you", "are", "good", "nice", "day", "the", "money");

    /// Tokens of every text.
    @Param({"32", "64"})
    public int tokens = 32;

    private final StopSignal never = new StopSignal();
    private Path folder = Path.of("");
    private TextModel model = new NoModel();
    private String text = "";

    /// Writes and loads the model.
    @Setup
    public void load() throws IOException {
        folder = Files.createTempDirectory("millrace-micro-");
        StringBuilder words = new StringBuilder();
        // The tokenizer adds one at the beginning and one at the end.
        for (int i = 0; i < tokens - 2; i++) {
            words.append(WORDS.get(i % WORDS.size())).append(' ');
        }
        text = words.toString();
        ModelFiles files = new ModelFiles(GeneratedModel.of(Shape.MINI_LM).write(folder.resolve("model")));
        model = OnnxLoader.open(folder.resolve("cache"), tokens).load(files, LabelsFile.read(files.labels()));
    }

    /// Removes it.
    @TearDown
    public void delete() throws IOException {
        model.close();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Alone.
    @Benchmark
    public double[][] batchOf1() {
        return score(1);
    }

    /// Eight together.
    @Benchmark
    @OperationsPerInvocation(8)
    public double[][] batchOf8() {
        return score(8);
    }

    /// Sixteen together.
    @Benchmark
    @OperationsPerInvocation(16)
    public double[][] batchOf16() {
        return score(16);
    }

    /// Thirty-two together.
    @Benchmark
    @OperationsPerInvocation(32)
    public double[][] batchOf32() {
        return score(32);
    }

    private double[][] score(int batch) {
        return model.score(Collections.nCopies(batch, text), never);
    }

    /// Stands in the field until the model is loaded.
    private static final class NoModel implements TextModel {

        @Override
        public double[][] score(List<String> texts, StopSignal stop) {
            throw new IllegalStateException("not loaded");
        }

        @Override
        public void close() {}
    }
}
