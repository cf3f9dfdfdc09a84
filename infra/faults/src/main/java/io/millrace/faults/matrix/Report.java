package io.millrace.faults.matrix;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The matrix as files: `matrix.txt` and `matrix.json`.
///
/// @param seed of every choice
/// @param took the whole run
record Report(long seed, Duration took, List<CellResult> results) {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("matrix.txt"), text());
        Files.writeString(folder.resolve("matrix.json"), MAPPER.writeValueAsString(json()));
    }

    boolean isKept() {
        return results.stream().allMatch(CellResult::isKept);
    }

    private String text() {
        StringBuilder text = new StringBuilder(Table.header());
        results.forEach(result -> text.append(Table.line(result)).append(Table.reasons(result)));
        return text.append(String.format("seed %d, %d s%n", seed, took.toSeconds()))
                .toString();
    }

    private ObjectNode json() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("seed", seed);
        root.put("seconds", took.toSeconds());
        root.put("kept", isKept());
        ArrayNode cells = root.putArray("cells");
        results.forEach(result -> cells.add(json(result)));
        return root;
    }

    private static ObjectNode json(CellResult result) {
        ObjectNode cell = MAPPER.createObjectNode();
        cell.put("cell", result.name());
        cell.put("fault", result.fault());
        result.skipped().ifPresent(why -> cell.put("skipped", why));
        cell.put("kept", result.isKept());
        CellResult.Counts counts = result.counts();
        cell.put("attempts", counts.attempts());
        cell.put("accepted", counts.accepted());
        cell.put("unknown", counts.unknown());
        cell.put("refused", counts.refused());
        cell.put("delivered", counts.delivered());
        cell.put("resets", counts.resets());
        cell.put("recoveryMillis", result.recovery().first().toMillis());
        cell.put("afterHealingMillis", result.recovery().second().toMillis());
        cell.put("targetMillis", result.recovery().target().toMillis());
        ArrayNode anomalies = cell.putArray("anomalies");
        result.anomalies().forEach(anomaly -> anomalies.add(anomaly.kind() + ": " + anomaly.detail()));
        ArrayNode failures = cell.putArray("failures");
        result.failures().forEach(failures::add);
        ObjectNode memory = cell.putObject("residentBytes");
        result.memory().forEach(memory::put);
        return cell;
    }
}
