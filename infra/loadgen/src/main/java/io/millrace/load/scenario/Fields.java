package io.millrace.load.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// One map of a scenario file. Each accessor names its key and its limits; a value that is wrong is noted with
/// its place and replaced by the default, so that one pass finds every mistake. Not thread-safe.
final class Fields {

    private final String file;
    private final String path;
    private final int line;
    private final List<Mistake> mistakes;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    /// A mistake and the line it is reported under.
    record Mistake(int line, String text) {}

    private Fields(String file, String path, int line, List<Mistake> mistakes) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.mistakes = mistakes;
    }

    /// The file's outermost map.
    static Fields root(String file, Node node, List<Mistake> mistakes) {
        return new Fields(file, "", 1, mistakes).filled(node);
    }

    /// A map inside this one; an absent one is empty.
    Fields fields(String key) {
        known.add(key);
        Fields inner = new Fields(file, path + key + '.', lines.getOrDefault(key, line), mistakes);
        Node node = values.get(key);
        return node == null ? inner : inner.filled(node);
    }

    boolean has(String key) {
        known.add(key);
        return lines.containsKey(key);
    }

    Optional<String> text(String key) {
        return read(key, Function.identity());
    }

    List<String> texts(String key) {
        known.add(key);
        if (!(values.get(key) instanceof SequenceNode sequence)) {
            return text(key).map(List::of).orElse(List.of());
        }
        List<String> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (item instanceof ScalarNode scalar) {
                items.add(scalar.getValue());
            } else {
                mistake(key, "must be a list of single values");
            }
        }
        return items;
    }

    /// A whole number that must be there.
    int integer(String key, int min, int max) {
        return required(key, number(key, min, max)).orElse((long) min).intValue();
    }

    /// A whole number, or the default.
    int integer(String key, int otherwise, int min, int max) {
        return number(key, min, max).orElse((long) otherwise).intValue();
    }

    long number(String key, long otherwise, long min, long max) {
        return number(key, min, max).orElse(otherwise);
    }

    /// Something a second that must be there.
    double rate(String key, double min, double max) {
        return required(key, decimal(key, min, max)).orElse(min);
    }

    /// Something a second, or the default.
    double rate(String key, double otherwise, double min, double max) {
        return decimal(key, min, max).orElse(otherwise);
    }

    /// A share of a whole above nothing, as a fraction.
    double share(String key, double otherwise) {
        return read(key, Units::share)
                .filter(value -> within(key, value > 0 && value <= 1, "above 0% and at most 100%"))
                .orElse(otherwise);
    }

    int bytes(String key, int otherwise, int min, int max) {
        return read(key, Units::bytes)
                .filter(value -> within(key, value >= min && value <= max, "between " + min + " and " + max + " bytes"))
                .map(Math::toIntExact)
                .orElse(otherwise);
    }

    Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        return read(key, Units::duration)
                .filter(value -> within(
                        key,
                        value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
                        "between " + Units.text(min) + " and " + Units.text(max)))
                .orElse(otherwise);
    }

    /// Notes a mistake in the value of a key.
    void mistake(String key, String text) {
        int at = lines.getOrDefault(key, line);
        mistakes.add(new Mistake(at, file + ':' + at + ": " + path + key + ' ' + text));
    }

    /// Notes a mistake of the whole map.
    void mistake(String text) {
        mistakes.add(new Mistake(line, file + ':' + line + ": " + text));
    }

    /// Notes every key nobody asked for.
    void reportUnknown() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                mistake(
                        key,
                        "is not a known key; "
                                + Nearest.to(key, known)
                                        .map(nearest -> "did you mean " + nearest + '?')
                                        .orElse("known are " + String.join(", ", known)));
            }
        }
    }

    private Fields filled(Node node) {
        if (node instanceof MappingNode map) {
            map.getValue().forEach(this::add);
        } else if (!(node instanceof ScalarNode scalar && scalar.getValue().isEmpty())) {
            String what = path.isEmpty() ? "the file" : path.substring(0, path.length() - 1);
            mistake(what + " must be a map of keys and values");
        }
        return this;
    }

    private void add(NodeTuple entry) {
        String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        int at = entry.getKeyNode()
                .getStartMark()
                .map(mark -> mark.getLine() + 1)
                .orElse(line);
        Integer before = lines.putIfAbsent(key, at);
        if (before != null) {
            mistakes.add(
                    new Mistake(at, file + ':' + at + ": " + path + key + " is there twice, first in line " + before));
            return;
        }
        values.put(key, entry.getValueNode());
    }

    private Optional<Long> number(String key, long min, long max) {
        return read(key, Long::parseLong)
                .filter(value -> within(key, value >= min && value <= max, "between " + min + " and " + max));
    }

    private Optional<Double> decimal(String key, double min, double max) {
        return read(key, Double::parseDouble)
                .filter(value -> within(
                        key, value >= min && value <= max, "between " + Units.text(min) + " and " + Units.text(max)));
    }

    private <T> Optional<T> required(String key, Optional<T> value) {
        if (!lines.containsKey(key)) {
            mistake(path + key + " is missing");
        }
        return value;
    }

    private <T> Optional<T> read(String key, Function<String, T> parse) {
        known.add(key);
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            mistake(key, "must be a single value, not a map or a list");
            return Optional.empty();
        }
        String value = scalar.getValue();
        try {
            return Optional.of(parse.apply(value));
        } catch (NumberFormatException e) {
            mistake(key, "must be a number, is " + shown(value));
        } catch (ArithmeticException e) {
            mistake(key, "is too great: " + shown(value));
        } catch (IllegalArgumentException e) {
            mistake(key, e.getMessage() + ", is " + shown(value));
        }
        return Optional.empty();
    }

    private boolean within(String key, boolean holds, String limits) {
        if (!holds) {
            String value = values.get(key) instanceof ScalarNode scalar ? scalar.getValue() : "";
            mistake(key, "must be " + limits + ", is " + shown(value));
        }
        return holds;
    }

    private static String shown(String value) {
        return value.isEmpty() ? "empty" : value.length() > 60 ? value.substring(0, 60) + "..." : value;
    }
}
