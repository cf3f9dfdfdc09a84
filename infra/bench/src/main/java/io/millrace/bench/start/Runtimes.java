package io.millrace.bench.start;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.spi.ToolProvider;

/// The part of the JDK that an image needs.
final class Runtimes {

    /// What the libraries of the services may ask for.
    private static final String MODULES = "java.se,jdk.unsupported,jdk.management,jdk.crypto.cryptoki,jdk.zipfs";

    private Runtimes() {}

    /// Links a runtime; empty when this JDK cannot.
    ///
    /// @param folder does not exist yet
    static Optional<Path> link(Path folder) throws IOException {
        Optional<ToolProvider> jlink = ToolProvider.findFirst("jlink");
        if (jlink.isEmpty()) {
            return Optional.empty();
        }
        StringWriter told = new StringWriter();
        PrintWriter out = new PrintWriter(told);
        int code = jlink.get()
                .run(
                        out,
                        out,
                        "--add-modules",
                        MODULES,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        folder.toString());
        if (code != 0) {
            throw new IOException("jlink failed: " + told);
        }
        return Optional.of(folder);
    }
}
