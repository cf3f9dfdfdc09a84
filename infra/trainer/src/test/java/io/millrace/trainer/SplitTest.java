package io.millrace.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SplitTest {

    private final List<Row> rows = rows();

    @Test
    void groupsAreNeverDivided() {
        Split split = Split.byGroup(rows, 1);

        Set<String> seen = new HashSet<>();
        for (List<Row> part : List.of(split.train(), split.dev(), split.test())) {
            assertThat(groups(part)).noneMatch(seen::contains);
            seen.addAll(groups(part));
        }
        assertThat(split.train().size() + split.dev().size() + split.test().size())
                .isEqualTo(rows.size());
    }

    @Test
    void everyPartHasItsShareOfEveryLabel() {
        Split split = Split.byGroup(rows, 1);

        for (String label : List.of("spam", "threat")) {
            assertThat(share(split.train(), label)).isBetween(0.6, 0.8);
            assertThat(share(split.dev(), label)).isBetween(0.1, 0.2);
            assertThat(share(split.test(), label)).isBetween(0.1, 0.2);
        }
    }

    @Test
    void seedDecides() {
        assertThat(Split.byGroup(rows, 1)).isEqualTo(Split.byGroup(rows, 1));
        assertThat(Split.byGroup(rows, 1)).isNotEqualTo(Split.byGroup(rows, 2));
    }

    private double share(List<Row> part, String label) {
        return (double) part.stream().filter(row -> row.has(label)).count()
                / rows.stream().filter(row -> row.has(label)).count();
    }

    private static Set<String> groups(List<Row> part) {
        return part.stream().map(Row::group).collect(Collectors.toSet());
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            String label = i % 2 == 0 ? "spam" : "threat";
            rows.add(new Row("r" + i, Set.of(label), label + i / 10, "en", "text " + i));
        }
        return rows;
    }
}
