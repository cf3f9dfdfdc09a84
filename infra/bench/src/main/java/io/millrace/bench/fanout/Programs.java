package io.millrace.bench.fanout;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/// Which programs are installed.
final class Programs {

    private Programs() {}

    /// Whether all of them can be run by their name.
    static boolean exist(String... names) {
        return Arrays.stream(names).allMatch(Programs::exists);
    }

    private static boolean exists(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
