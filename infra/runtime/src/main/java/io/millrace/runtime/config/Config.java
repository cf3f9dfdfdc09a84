package io.millrace.runtime.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The configuration as it was given: a YAML tree, and the environment that overrides it.
///
/// The key `edge.http.port` is overridden by the variable `MILLRACE_EDGE_HTTP_PORT`. A service reads the
/// top-level sections it knows; keys it did not ask for inside them are mistakes, other sections belong to
/// other services. Immutable and thread-safe.
public final class Config {

    private static final String PREFIX = "MILLRACE_";
    private static final Set<String> SECTIONS = Set.of(
            "kafka", "registry", "topics", "namespaces", "edge", "moderation", "processor", "archive", "database");

    private final Map<String, Object> tree;
    private final Map<String, String> environment;

    private Config(Map<String, Object> tree, Map<String, String> environment) {
        this.tree = tree;
        this.environment = environment;
    }

    /// Reads a file.
    ///
    /// @param file YAML file, or null for nothing but defaults and the environment
    /// @param environment usually `System.getenv()`
    /// @throws ConfigException when the file cannot be read or is not a YAML map
    public static Config load(@Nullable Path file, Map<String, String> environment) {
        if (file == null) {
            return of(Map.of(), environment);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return parse(file.toString(), in, environment);
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + e.getMessage()));
        }
    }

    /// Reads YAML from anywhere.
    ///
    /// @param name of the source, for messages
    /// @throws ConfigException when it is not a YAML map
    public static Config parse(String name, InputStream in, Map<String, String> environment) {
        try {
            Object root = new Load(LoadSettings.builder().setLabel(name).build()).loadFromInputStream(in);
            if (root == null) {
                return of(Map.of(), environment);
            }
            if (!(root instanceof Map<?, ?> map)) {
                throw new ConfigException(List.of(name + ": must be a map of sections"));
            }
            return of(Section.textKeys(map), environment);
        } catch (YamlEngineException e) {
            throw new ConfigException(List.of(name + ": cannot be read: " + e.getMessage()));
        }
    }

    /// Takes a tree that is already there.
    public static Config of(Map<String, Object> tree, Map<String, String> environment) {
        return new Config(Map.copyOf(tree), Map.copyOf(environment));
    }

    /// This configuration with other values laid over it.
    ///
    /// @param overrides values by full key path, for example `edge.http.port`
    public Config with(Map<String, String> overrides) {
        Map<String, String> merged = new HashMap<>(environment);
        overrides.forEach((path, value) -> merged.put(variable(path), value));
        return of(tree, merged);
    }

    /// Turns the tree into a record.
    ///
    /// @param reader asks for the sections and values it needs; may refuse what it read with a
    ///     [ConfigException]
    /// @throws ConfigException naming every mistake and every key nobody asked for
    public <T> T read(Function<Reader, T> reader) {
        Reader session = new Reader();
        session.checkTopLevel();
        T result;
        try {
            result = reader.apply(session);
        } catch (IllegalArgumentException e) {
            // A record refused values that each looked right; what else is wrong is told with it.
            session.problems.add(String.valueOf(e.getMessage()));
            result = null;
        } catch (ConfigException e) {
            session.problems.addAll(e.problems());
            result = null;
        }
        session.sections.forEach(Section::reportUnknownKeys);
        if (result == null || !session.problems.isEmpty()) {
            throw new ConfigException(session.problems.stream().distinct().toList());
        }
        return result;
    }

    static String variable(String path) {
        return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// One pass over the configuration. Not thread-safe.
    public final class Reader {

        private final List<String> problems = new ArrayList<>();
        private final List<Section> sections = new ArrayList<>();

        private Reader() {}

        /// A top-level section; an absent one is empty.
        public Section section(String key) {
            if (!SECTIONS.contains(key)) {
                throw new IllegalStateException("not a top-level section: " + key);
            }
            Section section = Section.of(key, tree.get(key), environment, problems);
            sections.add(section);
            return section;
        }

        private void checkTopLevel() {
            for (String key : new TreeSet<>(tree.keySet())) {
                if (!SECTIONS.contains(key)) {
                    problems.add(key + ": unknown section; known are " + String.join(", ", new TreeSet<>(SECTIONS)));
                }
            }
        }
    }
}
