package io.millrace.faults.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.check.Anomaly;
import io.millrace.faults.check.Anomaly.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What counts as kept, and that a report says why something is not.
class VerdictTest {

    private static final Duration TARGET = Duration.ofSeconds(5);
    private static final Duration LATE = TARGET.plusMillis(1);

    @Test
    void cellWithoutAnomalyWithinItsTargetIsKept() {
        assertThat(result(TARGET, TARGET, List.of(), List.of()).isKept()).isTrue();
    }

    @Test
    void lateRecoveryBreaksACell() {
        assertThat(result(LATE, Duration.ZERO, List.of(), List.of()).isKept()).isFalse();
        assertThat(result(Duration.ZERO, LATE, List.of(), List.of()).isKept()).isFalse();
    }

    @Test
    void anomalyAndFailureBreakACell() {
        assertThat(result(TARGET, TARGET, List.of(new Anomaly(Kind.GAP, "x")), List.of())
                        .isKept())
                .isFalse();
        assertThat(result(TARGET, TARGET, List.of(), List.of("edge-1 is not ready"))
                        .isKept())
                .isFalse();
    }

    @Test
    void lineCountsLostDuplicatedGapsAndTheRestApart() {
        List<Anomaly> anomalies = List.of(
                new Anomaly(Kind.LOST_ACKNOWLEDGED, "a"),
                new Anomaly(Kind.NOT_ARCHIVED, "b"),
                new Anomaly(Kind.DUPLICATE_DELIVERY, "c"),
                new Anomaly(Kind.GAP, "d"),
                new Anomaly(Kind.HOLE_IN_LOG, "e"),
                new Anomaly(Kind.HOLE_IN_LOG, "f"),
                new Anomaly(Kind.REAL_TIME_ORDER, "g"));

        String line = Table.line(result(TARGET, TARGET, anomalies, List.of()));

        assertThat(line.strip().split("\\s+"))
                .containsExactly(
                        "kill:edge",
                        "10",
                        "7",
                        "1",
                        "2",
                        "70",
                        "2",
                        "1",
                        "3",
                        "4",
                        "1",
                        "5.0",
                        "s",
                        "5.0",
                        "s",
                        "300",
                        "BROKEN");
    }

    @Test
    void reportSaysWhyAndGivesTheSeed(@TempDir Path folder) throws Exception {
        CellResult broken =
                result(LATE, TARGET, List.of(new Anomaly(Kind.GAP, "client-3 in chat:a")), List.of("edge-1 is gone"));

        new Report(42, Duration.ofSeconds(99), List.of(broken)).write(folder);

        assertThat(Files.readString(folder.resolve("matrix.txt")))
                .contains("seed 42", "edge-1 is gone", "GAP: client-3 in chat:a", "more than 5.0 s");
        assertThat(Files.readString(folder.resolve("matrix.json")))
                .contains("\"seed\" : 42", "\"kept\" : false", "\"recoveryMillis\" : 5001");
    }

    private static CellResult result(Duration first, Duration second, List<Anomaly> anomalies, List<String> failures) {
        return new CellResult(
                "kill:edge",
                "kill edge-1",
                new CellResult.Counts(10, 7, 1, 2, 70, 4),
                new CellResult.Recovery(first, second, TARGET),
                anomalies,
                failures,
                Map.of("edge-1", 200L << 20, "broker-1", 300L << 20),
                Optional.empty());
    }
}
