package io.millrace.faults.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each component is killed once under load, in a cluster of three brokers, three edges and two of each
/// Streams service.
class QuickMatrixIT {

    /// This is about what is lost, repeated and reordered. How long recovery takes says little on a machine
    /// that builds beside this; `infra/faults/run --quick` judges it.
    private static final String SLACK = "10";

    @Test
    @Timeout(900)
    void killingEachComponentOnceLosesRepeatsAndReordersNothing() {
        Path report = TestRun.newFolder("faults");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int code = Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err,
                "--quick",
                "--slack",
                SLACK,
                "--report",
                report.toString());

        String printed = out.toString(StandardCharsets.UTF_8);
        System.out.println(printed);
        assertThat(code).as(printed).isZero();
        assertThat(printed.lines().filter(line -> line.startsWith("kill:") && line.endsWith("kept")))
                .hasSize(6);
        assertThat(report.resolve("matrix.json")).content().contains("\"kept\" : true");
        assertThat(report.resolve("matrix.txt")).isNotEmptyFile();
    }
}
