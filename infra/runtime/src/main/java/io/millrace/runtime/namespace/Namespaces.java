package io.millrace.runtime.namespace;

import io.millrace.id.RoomId;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The namespaces of this installation. Immutable; every service reads the same section `namespaces`.
public final class Namespaces {

    private static final String NAME = "[A-Za-z0-9_.-]{0,64}";

    /// Stands for the empty name in the configuration.
    static final String NAMELESS = "default";

    private final Map<String, Namespace> byName;

    private Namespaces(Map<String, Namespace> byName) {
        this.byName = Map.copyOf(byName);
    }

    /// Reads the section `namespaces`: a map from name to options. The name `default` stands for the empty one.
    public static Namespaces read(Config.Reader config) {
        Section section = config.section("namespaces");
        Map<String, Namespace> byName = new LinkedHashMap<>();
        section.sections().forEach((key, options) -> {
            String name = key.equals(NAMELESS) ? "" : key;
            if (!name.matches(NAME)) {
                section.problem(key, "a namespace has up to 64 letters, digits, '_', '.' or '-'");
            }
            byName.put(name, Namespace.read(name, options));
        });
        return new Namespaces(byName);
    }

    /// Namespaces that were made in code.
    public static Namespaces of(Collection<Namespace> namespaces) {
        Map<String, Namespace> byName = new LinkedHashMap<>();
        namespaces.forEach(namespace -> byName.put(namespace.name(), namespace));
        return new Namespaces(byName);
    }

    /// The namespace of a room, or nothing when there is none of that name.
    public Optional<Namespace> of(RoomId room) {
        return Optional.ofNullable(byName.get(room.namespace()));
    }

    /// Every namespace, in no particular order.
    public Collection<Namespace> all() {
        return byName.values();
    }
}
