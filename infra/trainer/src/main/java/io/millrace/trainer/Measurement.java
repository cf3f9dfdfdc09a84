package io.millrace.trainer;

import io.millrace.moderation.model.Features;
import io.millrace.moderation.model.LinearScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// Measures a trained model on what it has not learned from.
final class Measurement {

    private static final String NAME = "millrace-baseline";
    private static final int BINS = 10;

    private final Settings settings;
    private final Path corpus;
    private final LinearScorer scorer;
    private final Scores byGroup;
    private final List<Scored> holdout;
    private final Scores atRandom;

    /// The parts of a split, scored by the model that was trained with it.
    private record Scores(LinearScorer scorer, List<Scored> dev, List<Scored> test) {

        static Scores of(LinearScorer scorer, Split split) {
            return new Scores(scorer, Scored.all(split.dev(), scorer), Scored.all(split.test(), scorer));
        }
    }

    private Measurement(Path corpus, Settings settings, Trained byGroup, Trained atRandom) throws IOException {
        this.settings = settings;
        this.corpus = corpus;
        scorer = byGroup.scorer();
        this.byGroup = Scores.of(scorer, byGroup.split());
        this.atRandom = Scores.of(atRandom.scorer(), atRandom.split());
        holdout = Scored.all(Corpus.holdout(corpus), scorer);
    }

    /// A split and the model that was trained with it.
    record Trained(Split split, LinearScorer scorer) {}

    /// All figures.
    ///
    /// @param byGroup the model
    /// @param atRandom the one with which is shown how misleading random splits are
    static Metrics of(Path corpus, Settings settings, Trained byGroup, Trained atRandom) throws IOException {
        Measurement measurement = new Measurement(corpus, settings, byGroup, atRandom);
        return measurement.metrics(Corpus.training(corpus), byGroup.split());
    }

    /// The sentences of the test part on which the model is most wrong, worst first.
    static List<Scored> mistakes(Trained trained, boolean harmful, int most) {
        return Scored.all(trained.split().test(), trained.scorer()).stream()
                .filter(scored -> scored.row().labels().isEmpty() != harmful)
                .filter(scored -> scored.isFlagged(trained.scorer()) != harmful)
                .sorted(Comparator.comparingDouble(scored -> harmful ? highest(scored) : -highest(scored)))
                .limit(most)
                .toList();
    }

    private Metrics metrics(List<Row> rows, Split split) throws IOException {
        Map<String, Metrics.LabelFigures> labels = new LinkedHashMap<>();
        for (int i = 0; i < scorer.labels().size(); i++) {
            int label = i;
            String name = scorer.labels().get(i).name();
            labels.put(
                    name,
                    new Metrics.LabelFigures(
                            scorer.labels().get(i).threshold(),
                            parts(scored -> scored.row().has(name), by -> scored -> scored.shows(by, label))));
        }
        List<Scored> found = new ArrayList<>(byGroup.test());
        found.addAll(holdout);
        return new Metrics(
                new Metrics.Identity(NAME, scorer.version(), Features.VERSION, settings),
                corpusFigures(rows, split),
                labels,
                parts(scored -> !scored.row().labels().isEmpty(), by -> scored -> scored.isFlagged(by)),
                Obfuscation.shares(
                        found.stream()
                                .filter(scored -> !scored.row().labels().isEmpty() && scored.isFlagged(scorer))
                                .toList(),
                        scorer),
                Probes.of(corpus, scorer),
                calibration());
    }

    private Metrics.Parts parts(Predicate<Scored> expected, Function<LinearScorer, Predicate<Scored>> shown) {
        return new Metrics.Parts(
                Quality.of(byGroup.dev(), Row::group, expected, shown.apply(scorer), settings.seed()),
                Quality.of(byGroup.test(), Row::group, expected, shown.apply(scorer), settings.seed()),
                // Its groups are its labels, so every sentence stands for itself.
                Quality.of(holdout, Row::id, expected, shown.apply(scorer), settings.seed()),
                Quality.of(atRandom.test(), Row::id, expected, shown.apply(atRandom.scorer()), settings.seed()));
    }

    private Metrics.CorpusFigures corpusFigures(List<Row> rows, Split split) {
        Map<String, Integer> sentences = new LinkedHashMap<>();
        sentences.put("none", (int)
                rows.stream().filter(row -> row.labels().isEmpty()).count());
        for (String label : Corpus.LABELS) {
            sentences.put(
                    label, (int) rows.stream().filter(row -> row.has(label)).count());
        }
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put("train", split.train().size());
        parts.put("dev", split.dev().size());
        parts.put("test", split.test().size());
        parts.put("holdout", holdout.size());
        int groups = (int) rows.stream().map(Row::group).distinct().count();
        return new Metrics.CorpusFigures(rows.size(), groups, sentences, parts);
    }

    private List<Metrics.Bin> calibration() {
        List<Metrics.Bin> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            int bin = i;
            List<Scored> inside = holdout.stream()
                    .filter(scored -> Math.min(BINS - 1, (int) (highest(scored) * BINS)) == bin)
                    .toList();
            double harmful = inside.stream()
                    .filter(scored -> !scored.row().labels().isEmpty())
                    .count();
            double sum = inside.stream().mapToDouble(Measurement::highest).sum();
            int size = Math.max(1, inside.size());
            bins.add(new Metrics.Bin(
                    bin / (double) BINS, inside.size(), Quality.round(sum / size), Quality.round(harmful / size)));
        }
        return bins;
    }

    private static double highest(Scored scored) {
        return Arrays.stream(scored.scores()).max().orElse(0);
    }
}
