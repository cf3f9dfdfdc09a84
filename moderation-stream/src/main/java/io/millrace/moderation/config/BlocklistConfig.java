package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.util.List;
import java.util.Locale;

/// A list of what may not be said or linked to. Never prints its entries: a list of slurs has no place in a
/// log.
///
/// @param name how decisions and policies call the list
/// @param kind what the entries are
/// @param terms the entries
/// @param allowed words and phrases inside which no term counts, or domains to which none applies
public record BlocklistConfig(String name, Kind kind, List<String> terms, List<String> allowed) {

    /// Name of the list that needs none.
    public static final String BASE = "blocklist";

    /// What the entries of a list are.
    public enum Kind {
        /// Words and phrases.
        TERMS,
        /// Domains, with all that is below them.
        DOMAINS;

        /// How it is written.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public BlocklistConfig {
        terms = List.copyOf(terms);
        allowed = List.copyOf(allowed);
    }

    /// Reads `name`, and `terms` and `allowed` with their files: UTF-8, one entry a line, empty lines and
    /// lines that start with `#` left out. Entries of the configuration come first.
    static BlocklistConfig base(Section section) {
        return read(section, section.text("name", BASE), Kind.TERMS);
    }

    /// The same for one of several lists, which must have a name and may be one of domains.
    static BlocklistConfig named(Section section) {
        return read(section, section.required("name"), section.choice("kind", Kind.TERMS));
    }

    private static BlocklistConfig read(Section section, String name, Kind kind) {
        return new BlocklistConfig(
                name,
                kind,
                Entries.read(section, "terms", "terms-file"),
                Entries.read(section, "allowed", "allowed-file"));
    }

    @Override
    public String toString() {
        return "BlocklistConfig[name=" + name + ", kind=" + kind.label() + ", terms=" + terms.size() + ", allowed="
                + allowed.size() + ']';
    }
}
