package io.millrace.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The end of a server's log for an exception message: the reason is nearly always there.
public final class LogTail {

    private static final int LINES = 15;

    private LogTail() {}

    /// The last lines behind a heading that names the file, or nothing when there is no log.
    public static String of(Path log) {
        try {
            // Not readAllLines: it fails at the first byte that is not UTF-8.
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (lines.isEmpty()) {
                return "";
            }
            List<String> tail = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return System.lineSeparator() + "The end of " + log + ":" + System.lineSeparator()
                    + String.join(System.lineSeparator(), tail);
        } catch (IOException noLog) {
            return "";
        }
    }
}
