package io.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TerminationIT {

    @TempDir
    Path folder;

    @Test
    void nothingRunsOnWhenTheOwnerIsTerminated() throws Exception {
        try (ChildJvm child = ChildJvm.start(folder, "kafka", "postgres", "registry")) {
            List<Integer> ports = child.awaitReady().stream()
                    .map(line -> Integer.parseInt(line.replaceAll(".*[=:]", "")))
                    .toList();
            ProcessHandle postgres =
                    Postmaster.find(folder.resolve("postgres/data")).orElseThrow();
            ProcessHandle registry =
                    RegistryProcess.find(folder.resolve("registry")).orElseThrow();
            assertThat(ports).hasSize(3).noneMatch(Ports::isFree);

            child.terminate();

            assertThat(ProcessEnd.hasCome(postgres)).isTrue();
            assertThat(ProcessEnd.hasCome(registry)).isTrue();
            assertThat(ports).allMatch(Ports::isFree);
        }
    }
}
