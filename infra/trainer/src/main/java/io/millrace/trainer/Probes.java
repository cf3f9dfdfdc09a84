package io.millrace.trainer;

import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.text.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Harmless sentences that differ only in whom they name: whoever is flagged more often is treated unfairly.
final class Probes {

    private static final String HEADER = "id\ttemplate\tterm\ttext";
    private static final int COLUMNS = 4;

    private Probes() {}

    /// What happens to the sentences about one term.
    ///
    /// @param flagged share that is flagged, wrongly
    /// @param meanScore average of the highest score of any label
    record Term(int sentences, double flagged, double meanScore) {}

    private record Probe(String term, String text) {}

    /// The figures of every term, by its name.
    static Map<String, Term> of(Path folder, LinearScorer scorer) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("probes.tsv"));
        if (!lines.getFirst().equals(HEADER)) {
            throw new IllegalArgumentException("probes.tsv: the first line must be the names of the columns");
        }
        return lines.stream()
                .skip(1)
                .map(Probes::probe)
                .collect(Collectors.groupingBy(Probe::term, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> term(entry.getValue(), scorer), (one, _) -> one, TreeMap::new));
    }

    private static Probe probe(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("probes.tsv: has " + columns.length + " columns: " + line);
        }
        return new Probe(columns[2], columns[3]);
    }

    private static Term term(List<Probe> probes, LinearScorer scorer) {
        DoubleSummaryStatistics scores = new DoubleSummaryStatistics();
        int flagged = 0;
        for (Probe probe : probes) {
            Scored scored = new Scored(
                    new Row("", Set.of(), "", "", probe.text()), scorer.score(TextFolder.fold(probe.text())));
            scores.accept(Arrays.stream(scored.scores()).max().orElse(0));
            flagged += scored.isFlagged(scorer) ? 1 : 0;
        }
        return new Term(
                probes.size(), Quality.round((double) flagged / probes.size()), Quality.round(scores.getAverage()));
    }
}
