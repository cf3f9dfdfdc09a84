package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The words that may not be said. Never prints them: a list of slurs has no place in a log.
///
/// @param name how decisions call the list
/// @param terms refused words and phrases
/// @param allowed words and phrases inside which no term counts
public record BlocklistConfig(String name, List<String> terms, List<String> allowed) {

    private static final String COMMENT = "#";

    public BlocklistConfig {
        terms = List.copyOf(terms);
        allowed = List.copyOf(allowed);
    }

    /// Reads `name`, and `terms` and `allowed` with their files: UTF-8, one entry a line, empty lines and
    /// lines that start with `#` left out. Entries of the configuration come first.
    static BlocklistConfig read(Section section) {
        return new BlocklistConfig(
                section.text("name", "blocklist"),
                entries(section, "terms", "terms-file"),
                entries(section, "allowed", "allowed-file"));
    }

    private static List<String> entries(Section section, String key, String fileKey) {
        List<String> entries = new ArrayList<>(section.texts(key, List.of()));
        section.file(fileKey).ifPresent(file -> entries.addAll(lines(section, fileKey, file)));
        return entries;
    }

    private static List<String> lines(Section section, String key, Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith(COMMENT))
                    .toList();
        } catch (IOException e) {
            section.problem(key, "names a file that cannot be read as UTF-8: " + file);
            return List.of();
        }
    }

    @Override
    public String toString() {
        return "BlocklistConfig[name=" + name + ", terms=" + terms.size() + ", allowed=" + allowed.size() + ']';
    }
}
