package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.util.List;

/// The words that may not be said. Never prints them: a list of slurs has no place in a log.
///
/// @param name how decisions call the list
/// @param terms refused words and phrases
/// @param allowed words and phrases inside which no term counts
public record BlocklistConfig(String name, List<String> terms, List<String> allowed) {

    public BlocklistConfig {
        terms = List.copyOf(terms);
        allowed = List.copyOf(allowed);
    }

    /// Reads `name`, and `terms` and `allowed` with their files: UTF-8, one entry a line, empty lines and
    /// lines that start with `#` left out. Entries of the configuration come first.
    static BlocklistConfig read(Section section) {
        return new BlocklistConfig(
                section.text("name", "blocklist"),
                Entries.read(section, "terms", "terms-file"),
                Entries.read(section, "allowed", "allowed-file"));
    }

    @Override
    public String toString() {
        return "BlocklistConfig[name=" + name + ", terms=" + terms.size() + ", allowed=" + allowed.size() + ']';
    }
}
