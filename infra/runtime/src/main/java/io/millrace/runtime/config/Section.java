package io.millrace.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One map of the configuration. Each accessor names its key, its default and its range; a value that is
/// wrong is noted as a problem and replaced by the default, so that one pass finds every mistake. Not
/// thread-safe.
public final class Section {

    private static final String FILE = "-file";

    private final String path;
    private final Map<String, Object> values;
    private final Map<String, String> environment;
    private final List<String> problems;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Map<String, List<Section>> items = new LinkedHashMap<>();

    private Section(String path, Map<String, Object> values, Map<String, String> environment, List<String> problems) {
        this.path = path;
        this.values = values;
        this.environment = environment;
        this.problems = problems;
    }

    static Section of(String path, @Nullable Object value, Map<String, String> environment, List<String> problems) {
        if (value == null) {
            return new Section(path, Map.of(), environment, problems);
        }
        if (value instanceof Map<?, ?> map) {
            return new Section(path, textKeys(map), environment, problems);
        }
        problems.add(path + ": must be a map, is " + value);
        return new Section(path, Map.of(), environment, problems);
    }

    static Map<String, Object> textKeys(Map<?, ?> map) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                result.put(String.valueOf(key), value);
            }
        });
        return result;
    }

    /// Full key path of this section, for example `edge.http`.
    public String path() {
        return path;
    }

    /// A section inside this one; an absent one is empty. Whoever asks again gets the same one, so that
    /// several may read their part of it.
    public Section section(String key) {
        known.add(key);
        return sections.computeIfAbsent(key, name -> of(pathOf(name), values.get(name), environment, problems));
    }

    /// The sections inside this one under names that the user chose, in the order of the file.
    public Map<String, Section> sections() {
        Map<String, Section> result = new LinkedHashMap<>();
        values.keySet().forEach(name -> result.put(name, section(name)));
        return result;
    }

    /// The maps of a list, in its order. They have no variables of the environment. Whoever asks again gets the
    /// same ones.
    public List<Section> items(String key) {
        known.add(key);
        return items.computeIfAbsent(key, this::readItems);
    }

    private List<Section> readItems(String key) {
        List<Section> result = new ArrayList<>();
        if (values.get(key) instanceof List<?> list) {
            for (Object item : list) {
                result.add(of(pathOf(key) + '[' + result.size() + ']', item, Map.of(), problems));
            }
        } else if (values.containsKey(key)) {
            problem(key, "must be a list");
        }
        return List.copyOf(result);
    }

    /// Every key of this section with its value as text; for settings that are handed on as they are.
    public Map<String, String> all() {
        Map<String, String> result = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            known.add(key);
            result.put(key, String.valueOf(value));
        });
        return result;
    }

    /// Like [#all], for settings among which there are secrets: the value of a key that ends with `-file` is
    /// the content of that file, under the key without the ending.
    public Map<String, String> allWithSecrets() {
        Map<String, String> result = new LinkedHashMap<>();
        all().forEach((key, value) -> {
            if (key.endsWith(FILE)) {
                readSecret(key, Path.of(value))
                        .ifPresent(
                                secret -> result.put(key.substring(0, key.length() - FILE.length()), secret.value()));
            } else {
                result.put(key, value);
            }
        });
        return result;
    }

    /// A text, or the default.
    public String text(String key, String otherwise) {
        return read(key, Function.identity()).orElse(otherwise);
    }

    /// A text that may be absent; an empty one counts as absent.
    public Optional<String> text(String key) {
        return read(key, Function.<String>identity()).filter(value -> !value.isEmpty());
    }

    /// A text that must be there.
    public String required(String key) {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            problem(key, "is required");
        }
        return value.orElse("");
    }

    /// A whole number within bounds, both included.
    public int integer(String key, int otherwise, int min, int max) {
        return Math.toIntExact(number(key, otherwise, min, max));
    }

    /// A whole number within bounds, both included.
    public long number(String key, long otherwise, long min, long max) {
        return read(key, Long::parseLong)
                .filter(value -> within(key, value >= min && value <= max, value, min, max))
                .orElse(otherwise);
    }

    /// A number within bounds, both included.
    public double decimal(String key, double otherwise, double min, double max) {
        return read(key, text -> parseDecimal(text, min, max)).orElse(otherwise);
    }

    /// `true` or `false`.
    public boolean flag(String key, boolean otherwise) {
        return read(key, text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("must be true or false");
                })
                .orElse(otherwise);
    }

    /// A length of time such as `250ms`, `10s`, `5m`, `24h` or `30d`, within bounds, both included.
    public Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        return read(key, Units::duration)
                .filter(value -> within(key, value.compareTo(min) >= 0 && value.compareTo(max) <= 0, value, min, max))
                .orElse(otherwise);
    }

    /// A size in bytes such as `65536`, `64KiB` or `1MiB`, within bounds, both included.
    public long bytes(String key, long otherwise, long min, long max) {
        return read(key, Units::bytes)
                .filter(value -> within(key, value >= min && value <= max, value, min, max))
                .orElse(otherwise);
    }

    /// Numbers under names that the user chose, within bounds, both included. A variable of the environment
    /// that names none of the file's adds one: its name in small letters, with `_` for what cannot be in a
    /// variable.
    public Map<String, Double> numbers(double min, double max) {
        Map<String, Double> result = new TreeMap<>();
        String prefix = Config.variable(path) + '_';
        Set<String> names = new TreeSet<>(values.keySet());
        Set<String> variables =
                names.stream().map(name -> Config.variable(pathOf(name))).collect(Collectors.toSet());
        environment.keySet().stream()
                .filter(variable -> variable.startsWith(prefix) && !variables.contains(variable))
                .forEach(variable ->
                        names.add(variable.substring(prefix.length()).toLowerCase(Locale.ROOT)));
        for (String name : names) {
            read(name, text -> parseDecimal(text, min, max)).ifPresent(number -> result.put(name, number));
        }
        return result;
    }

    private static double parseDecimal(String text, double min, double max) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        if (!(number >= min && number <= max)) {
            throw new IllegalArgumentException(
                    "must be a number between " + Units.text(min) + " and " + Units.text(max));
        }
        return number;
    }

    /// One of an enum's constants, written in kebab-case.
    public <E extends Enum<E>> E choice(String key, E otherwise) {
        return read(
                        key,
                        text -> Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
                                .filter(constant -> kebab(constant).equals(text))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "must be one of " + String.join(", ", kebabs(otherwise.getDeclaringClass())))))
                .orElse(otherwise);
    }

    /// A list of texts; in the environment, separated by commas.
    public List<String> texts(String key, List<String> otherwise) {
        known.add(key);
        String override = environment.get(Config.variable(pathOf(key)));
        if (override == null && values.get(key) instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return read(
                        key,
                        text -> Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .filter(item -> !item.isEmpty())
                                .toList())
                .orElse(otherwise);
    }

    /// A path in the file system that may be absent; relative ones are relative to the working directory.
    public Optional<Path> file(String key) {
        return text(key).map(Path::of);
    }

    /// A secret: from the environment, or from the file that `<key>-file` names, never from the YAML itself.
    public Optional<Secret> secret(String key) {
        known.add(key);
        if (values.containsKey(key)) {
            problem(key, "is a secret: put it into a file and name the file as " + pathOf(key) + FILE);
        }
        Optional<Path> file = file(key + FILE);
        String variable = environment.get(Config.variable(pathOf(key)));
        if (variable != null && !variable.isEmpty()) {
            return Optional.of(new Secret(variable));
        }
        return file.flatMap(source -> readSecret(key + FILE, source));
    }

    private Optional<Secret> readSecret(String key, Path source) {
        try {
            String text = Files.readString(source).strip();
            if (!text.isEmpty()) {
                return Optional.of(new Secret(text));
            }
            problem(key, "names an empty file: " + source);
        } catch (IOException e) {
            problem(key, "names a file that cannot be read: " + source);
        }
        return Optional.empty();
    }

    /// Notes a mistake in the value of a key.
    public void problem(String key, String text) {
        problems.add(pathOf(key) + ": " + text);
    }

    private <T> Optional<T> read(String key, Function<String, T> parse) {
        known.add(key);
        String override = environment.get(Config.variable(pathOf(key)));
        Object value = override != null ? override : values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map || value instanceof List) {
            problem(key, "must be a single value, not a map or a list");
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(String.valueOf(value)));
        } catch (NumberFormatException e) {
            problem(key, "must be a whole number, is " + value);
        } catch (ArithmeticException e) {
            problem(key, "is too great: " + value);
        } catch (IllegalArgumentException e) {
            problem(key, e.getMessage() + ", is " + value);
        }
        return Optional.empty();
    }

    private boolean within(String key, boolean holds, Object value, Object min, Object max) {
        if (!holds) {
            problem(
                    key,
                    "must be between " + Units.text(min) + " and " + Units.text(max) + ", is " + Units.text(value));
        }
        return holds;
    }

    void reportUnknownKeys() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problem(key, "unknown key; known are " + String.join(", ", known));
            }
        }
        sections.values().forEach(Section::reportUnknownKeys);
        items.values().forEach(list -> list.forEach(Section::reportUnknownKeys));
    }

    private String pathOf(String key) {
        return path + '.' + key;
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> List<String> kebabs(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Section::kebab).toList();
    }
}
