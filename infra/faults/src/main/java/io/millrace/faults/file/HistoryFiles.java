package io.millrace.faults.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.faults.check.History;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Histories as load generators write them: one JSON object a line, the format that the package
/// `io.millrace.load.record` documents.
public final class HistoryFiles {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private HistoryFiles() {}

    /// Reads the files of one run as one history. An answer may stand in another file, or before its question.
    ///
    /// @throws IOException when a file cannot be read
    /// @throws HistoryFormatException when a line is not of the format, naming file and line
    public static History read(List<Path> files) throws IOException, HistoryFormatException {
        Events events = new Events();
        for (Path file : files) {
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                int number = 0;
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    number++;
                    try {
                        events.add(new Event(parse(line)));
                    } catch (HistoryFormatException e) {
                        throw new HistoryFormatException(file + ", line " + number + ": " + e.getMessage());
                    }
                }
            }
        }
        return events.history();
    }

    private static JsonNode parse(String line) throws HistoryFormatException {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw new HistoryFormatException("not a JSON object");
    }
}
