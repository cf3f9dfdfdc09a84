package io.millrace.trainer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32;

/// The corpus in three parts: 70 % to learn from, 15 % to choose settings with, 15 % to measure with. Each
/// kind of label is divided for itself, so that every part has some of it.
record Split(List<Row> train, List<Row> dev, List<Row> test) {

    private static final double TRAIN = 0.70;
    private static final double DEV = 0.85;

    Split {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
        test = List.copyOf(test);
    }

    /// Sentences of one group stay together, so that none is measured that looks like one learned.
    static Split byGroup(List<Row> rows, long seed) {
        return by(rows, Row::group, seed);
    }

    /// Every sentence for itself: figures from such a split are too good.
    static Split atRandom(List<Row> rows, long seed) {
        return by(rows, Row::id, seed);
    }

    private static Split by(List<Row> rows, Function<Row, String> key, long seed) {
        Map<String, Map<String, List<Row>>> kinds = new TreeMap<>();
        Map<String, String> kindOf = new LinkedHashMap<>();
        for (Row row : rows) {
            String unit = key.apply(row);
            String kind = kindOf.computeIfAbsent(unit, _ -> row.kind());
            kinds.computeIfAbsent(kind, _ -> new TreeMap<>())
                    .computeIfAbsent(unit, _ -> new ArrayList<>())
                    .add(row);
        }
        List<Row> train = new ArrayList<>();
        List<Row> dev = new ArrayList<>();
        List<Row> test = new ArrayList<>();
        for (Map<String, List<Row>> units : kinds.values()) {
            int size = units.values().stream().mapToInt(List::size).sum();
            int placed = 0;
            for (Map.Entry<String, List<Row>> unit : inOrder(units, seed)) {
                double middle = (placed + unit.getValue().size() / 2.0) / size;
                (middle < TRAIN ? train : middle < DEV ? dev : test).addAll(unit.getValue());
                placed += unit.getValue().size();
            }
        }
        return new Split(train, dev, test);
    }

    private static List<Map.Entry<String, List<Row>>> inOrder(Map<String, List<Row>> units, long seed) {
        return units.entrySet().stream()
                .sorted(Comparator.comparingLong(unit -> hash(unit.getKey(), seed)))
                .toList();
    }

    private static long hash(String unit, long seed) {
        CRC32 crc = new CRC32();
        crc.update((seed + "/" + unit).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
