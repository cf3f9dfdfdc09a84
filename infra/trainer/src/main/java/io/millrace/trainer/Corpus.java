package io.millrace.trainer;

import io.millrace.moderation.text.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the sentences of the corpus: UTF-8, tab-separated, the first line names the columns.
final class Corpus {

    /// What sentences are labelled with, in the order of the model.
    static final List<String> LABELS = List.of("insult", "threat", "spam", "sexual", "profanity");

    private static final String HEADER = "id\tlabels\tgroup\tsource\tlang\ttext";
    private static final int COLUMNS = 6;
    private static final String HOLDOUT = "holdout.tsv";
    private static final String PROBES = "probes.tsv";

    private static final Pattern EXAMPLE = Pattern.compile("\\.example(\\.(org|com))?\\b");
    private static final List<String> ENDINGS = List.of(".com", ".net", ".org", ".io", ".xyz", ".shop", ".info", ".co");

    private final Set<String> ids = new HashSet<>();
    private final Set<String> texts = new HashSet<>();

    private Corpus() {}

    /// All sentences to learn from, in the order of files and lines. Those of the hold-out are not among them.
    ///
    /// @throws IllegalArgumentException naming the file and line of a mistake, or of a sentence that is there
    ///     twice
    static List<Row> training(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".tsv"))
                    .filter(file ->
                            !Set.of(HOLDOUT, PROBES).contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
        Corpus corpus = new Corpus();
        List<Row> rows = new ArrayList<>();
        for (Path file : files) {
            rows.addAll(corpus.read(file));
        }
        return rows;
    }

    /// The sentences that the model never sees before it is measured with them.
    static List<Row> holdout(Path folder) throws IOException {
        return new Corpus().read(folder.resolve(HOLDOUT));
    }

    private List<Row> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                if (i == 0) {
                    check(lines.get(i).equals(HEADER), "the first line must be the names of the columns");
                } else {
                    rows.add(row(lines.get(i)));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file.getFileName() + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return rows;
    }

    private Row row(String line) {
        String[] columns = line.split("\t", -1);
        check(columns.length == COLUMNS, "has " + columns.length + " columns");
        Set<String> labels = columns[1].isEmpty() ? Set.of() : Set.of(columns[1].split(",", -1));
        check(LABELS.containsAll(labels), "has an unknown label: " + labels);
        check(ids.add(columns[0]), "has the id of another line: " + columns[0]);
        check(!columns[2].isBlank() && !columns[5].isBlank(), "has no group or no text");
        check(texts.add(TextFolder.fold(columns[5]).latin()), "is there twice: " + columns[5]);
        return new Row(columns[0], labels, columns[2], columns[4], withDomain(columns[5], columns[0]));
    }

    /// Sites of the corpus end with the reserved `.example`, which real ones never do: each is given an ending
    /// that has nothing to do with the label.
    private static String withDomain(String text, String id) {
        String ending = ENDINGS.get(Math.floorMod(id.hashCode(), ENDINGS.size()));
        return EXAMPLE.matcher(text).replaceAll(ending);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
