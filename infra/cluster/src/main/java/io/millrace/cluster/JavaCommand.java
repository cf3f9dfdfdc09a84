package io.millrace.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The beginning of a command line that runs Java: the same one as this process.
final class JavaCommand {

    private JavaCommand() {}

    static List<String> with(List<String> options) {
        return Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        options.stream(),
                        Stream.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"))
                .flatMap(part -> part)
                .toList();
    }
}
