package io.millrace.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// The figures of one label on one part of the corpus.
///
/// @param support sentences with the label
/// @param precisionRange 95 % of the precisions when sentences or groups are drawn again
/// @param recallRange the same of recall
record Quality(
        int support,
        double precision,
        List<Double> precisionRange,
        double recall,
        List<Double> recallRange,
        double f1,
        double falsePositiveRate) {

    private static final int DRAWS = 1_000;
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    Quality {
        precisionRange = List.copyOf(precisionRange);
        recallRange = List.copyOf(recallRange);
    }

    /// Compares what is expected with what is shown.
    ///
    /// @param unit sentences with the same unit are drawn together
    static Quality of(
            List<Scored> rows,
            Function<Row, String> unit,
            Predicate<Scored> expected,
            Predicate<Scored> shown,
            long seed) {
        Map<String, List<Scored>> units = new LinkedHashMap<>();
        for (Scored scored : rows) {
            units.computeIfAbsent(unit.apply(scored.row()), _ -> new ArrayList<>())
                    .add(scored);
        }
        Map<String, List<Tally>> kinds = new TreeMap<>();
        for (List<Scored> some : units.values()) {
            kinds.computeIfAbsent(some.getFirst().row().kind(), _ -> new ArrayList<>())
                    .add(tally(some, expected, shown));
        }
        Tally all = sum(kinds.values().stream().flatMap(List::stream).toList());
        List<Tally> draws = draws(kinds.values(), seed);
        return new Quality(
                all.support(),
                round(all.precision()),
                range(draws, Tally::precision),
                round(all.recall()),
                range(draws, Tally::recall),
                round(all.f1()),
                round(all.falsePositiveRate()));
    }

    /// As many of each kind as there are, like the split itself.
    private static List<Tally> draws(Collection<List<Tally>> kinds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Tally> draws = new ArrayList<>();
        for (int i = 0; i < DRAWS; i++) {
            List<Tally> drawn = new ArrayList<>();
            for (List<Tally> kind : kinds) {
                for (int j = 0; j < kind.size(); j++) {
                    drawn.add(kind.get(random.nextInt(kind.size())));
                }
            }
            draws.add(sum(drawn));
        }
        return draws;
    }

    private static List<Double> range(List<Tally> draws, ToDoubleFunction<Tally> figure) {
        double[] sorted = draws.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        return List.of(round(sorted[(int) (LOW * sorted.length)]), round(sorted[(int) (HIGH * sorted.length)]));
    }

    private static Tally tally(List<Scored> rows, Predicate<Scored> expected, Predicate<Scored> shown) {
        Tally tally = Tally.NONE;
        for (Scored row : rows) {
            tally = tally.plus(expected.test(row), shown.test(row));
        }
        return tally;
    }

    private static Tally sum(List<Tally> tallies) {
        int truePositives = 0;
        int falsePositives = 0;
        int falseNegatives = 0;
        int trueNegatives = 0;
        for (Tally tally : tallies) {
            truePositives += tally.truePositives();
            falsePositives += tally.falsePositives();
            falseNegatives += tally.falseNegatives();
            trueNegatives += tally.trueNegatives();
        }
        return new Tally(truePositives, falsePositives, falseNegatives, trueNegatives);
    }

    /// Three decimals: more would pretend.
    static double round(double figure) {
        return Math.round(figure * 1000) / 1000.0;
    }
}
