package io.millrace.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the command line asks for.
///
/// @param edges how many, 1 to 16
/// @param port of the first edge, 0 for free ones; nothing to take the one of the configuration
/// @param data folder of everything that is kept
/// @param ephemeral whether nothing is kept; `data` is then a temporary folder
/// @param config file instead of the built-in configuration
record StackOptions(int edges, OptionalInt port, Optional<Path> data, boolean ephemeral, Optional<Path> config) {

    private static final int MAX_EDGES = 16;
    private static final int MAX_PORT = 65_535;

    StackOptions(int edges, @Nullable Integer port, @Nullable Path data, boolean ephemeral, @Nullable Path config) {
        this(
                edges,
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                Optional.ofNullable(data),
                ephemeral,
                Optional.ofNullable(config));
    }

    StackOptions {
        if (edges < 1 || edges > MAX_EDGES) {
            throw new IllegalArgumentException("--edges must be 1 to " + MAX_EDGES + ", is " + edges);
        }
        int first = port.orElse(0);
        if (first < 0 || first + edges - 1 > MAX_PORT) {
            throw new IllegalArgumentException("--port must be 0 to " + (MAX_PORT - edges + 1) + ", is " + first);
        }
        if (ephemeral && data.isPresent()) {
            throw new IllegalArgumentException("--ephemeral keeps nothing, so it cannot go with --data");
        }
    }

    /// The ports of the edges, in their order; 0 stands for a free one.
    ///
    /// @param configured what the configuration says, for when the command line says nothing
    List<Integer> ports(int configured) {
        int first = port.orElse(configured);
        return IntStream.range(0, edges)
                .map(index -> first == 0 ? 0 : first + index)
                .boxed()
                .toList();
    }
}
