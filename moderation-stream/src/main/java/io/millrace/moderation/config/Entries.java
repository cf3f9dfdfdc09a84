package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Lists of texts, part of which may be in files.
final class Entries {

    private static final String COMMENT = "#";

    private Entries() {}

    /// The entries of one key and of the file that another key names: UTF-8, one entry a line, empty lines and
    /// lines that start with `#` left out.
    static List<String> read(Section section, String key, String fileKey) {
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
}
