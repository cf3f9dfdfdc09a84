package io.millrace.faults.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file is overwritten with what makes no sense, in place, under whoever reads it.
///
/// @param file which
public record CorruptFile(Path file) implements Fault {

    private static final int LENGTH = 10_000;

    @Override
    public String name() {
        return "corrupt " + file.getFileName();
    }

    @Override
    public void inject() {
        try {
            Files.copy(file, kept(), StandardCopyOption.REPLACE_EXISTING);
            Files.write(file, "nonsense ".repeat(LENGTH).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new FaultException(file + " cannot be damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public void heal() {
        if (!Files.exists(kept())) {
            return;
        }
        try {
            Files.move(kept(), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FaultException(file + " cannot be mended: " + e.getMessage(), e);
        }
    }

    private Path kept() {
        return file.resolveSibling(file.getFileName() + ".kept");
    }
}
