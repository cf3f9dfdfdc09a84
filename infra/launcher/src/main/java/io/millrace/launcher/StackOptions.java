package io.millrace.launcher;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the command line asks for.
///
/// @param edges how many, 1 to 16
/// @param port of the first edge, 0 for free ones
/// @param data folder of everything that is kept
/// @param ephemeral whether nothing is kept; `data` is then a temporary folder
/// @param config file instead of the built-in configuration
record StackOptions(int edges, int port, Optional<Path> data, boolean ephemeral, Optional<Path> config) {

    private static final int MAX_EDGES = 16;
    private static final int MAX_PORT = 65_535;

    StackOptions(int edges, int port, @Nullable Path data, boolean ephemeral, @Nullable Path config) {
        this(edges, port, Optional.ofNullable(data), ephemeral, Optional.ofNullable(config));
    }

    StackOptions {
        if (edges < 1 || edges > MAX_EDGES) {
            throw new IllegalArgumentException("--edges must be 1 to " + MAX_EDGES + ", is " + edges);
        }
        if (port < 0 || port + edges - 1 > MAX_PORT) {
            throw new IllegalArgumentException("--port must be 0 to " + (MAX_PORT - edges + 1) + ", is " + port);
        }
        if (ephemeral && data.isPresent()) {
            throw new IllegalArgumentException("--ephemeral keeps nothing, so it cannot go with --data");
        }
    }

    /// Port of an edge.
    ///
    /// @param index from 0
    int portOf(int index) {
        return port == 0 ? 0 : port + index;
    }
}
