package io.millrace.trainer;

import java.util.Set;
import java.util.TreeSet;

/// One sentence of the corpus.
///
/// @param labels what it is; empty for a benign one
/// @param group topic or template that it shares with its neighbours; never divided between parts of a split
record Row(String id, Set<String> labels, String group, String lang, String text) {

    Row {
        labels = Set.copyOf(labels);
    }

    boolean has(String label) {
        return labels.contains(label);
    }

    /// The labels as one word, for sorting.
    String kind() {
        return String.join("+", new TreeSet<>(labels));
    }
}
