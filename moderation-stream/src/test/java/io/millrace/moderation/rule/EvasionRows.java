package io.millrace.moderation.rule;

import java.util.List;
import java.util.stream.Stream;

/// The rows of `evasion.tsv` and `known-misses.tsv`.
final class EvasionRows {

    private static final Rule ALL = new BlocklistRule(Blocklist.of(
            "all",
            Stream.concat(rows().stream(), knownMisses().stream())
                    .map(Row::term)
                    .distinct()
                    .toList(),
            List.of()));

    private EvasionRows() {}

    /// One text and what it must come to.
    ///
    /// @param evasion whether it says the term; else it is innocent
    /// @param family what kind of evasion or innocence
    /// @param term what is listed; for an innocent text the term that it might be taken for
    /// @param written the text as the file has it
    record Row(boolean evasion, String family, String term, String written, String note) {

        /// An evasion must be found by its own term; an innocent text must pass all terms of all rows.
        boolean isMet() {
            Rule rule = evasion ? new BlocklistRule(Blocklist.of("own", List.of(term), List.of())) : ALL;
            boolean found =
                    !rule.judge(Candidates.text(Vectors.decoded(written))).isEmpty();
            return found == evasion;
        }

        @Override
        public String toString() {
            return family + ": " + written + " (" + note + ')';
        }
    }

    static List<Row> rows() {
        return read("evasion.tsv");
    }

    static List<Row> knownMisses() {
        return read("known-misses.tsv");
    }

    private static List<Row> read(String resource) {
        return Vectors.lines(resource).stream().map(EvasionRows::row).toList();
    }

    private static Row row(String line) {
        String[] columns = line.split("\t", 5);
        return new Row(columns[0].equals("block"), columns[1], columns[2], columns[3], columns[4]);
    }
}
