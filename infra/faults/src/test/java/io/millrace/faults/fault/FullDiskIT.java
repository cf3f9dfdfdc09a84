package io.millrace.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real small disk under the data of a process.
@Timeout(60)
class FullDiskIT {

    @TempDir
    private Path folder;

    @Test
    void dataMoveToTheSmallDiskThatFillsAndEmptiesAgain() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("kept"), "as it was");
        FakePart part = new FakePart();
        FullDisk fault = new FullDisk(part, data, 8);
        assumeTrue(
                fault.unavailable().isEmpty(),
                () -> "skipped: " + fault.unavailable().orElseThrow());
        try {
            fault.prepare();
            assertThat(part.isAlive()).isTrue();
            assertThat(data.resolve("kept")).hasContent("as it was");
            assertThat(Files.getFileStore(data).getTotalSpace()).isEqualTo(8 << 20);

            fault.inject();
            assertThat(Files.getFileStore(data).getUsableSpace()).isZero();
            part.kill();

            fault.heal();
            assertThat(Files.getFileStore(data).getUsableSpace()).isPositive();
            assertThat(part.isAlive()).as("revived").isTrue();
        } finally {
            fault.heal();
            fault.release();
        }
        assertThat(part.isAlive()).isFalse();
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(data.toString());
    }
}
