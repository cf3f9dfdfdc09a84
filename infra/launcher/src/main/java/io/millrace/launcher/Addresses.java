package io.millrace.launcher;

import io.millrace.embedded.Ports;
import java.util.List;

/// The ports of the stack.
final class Addresses {

    /// Outside the range that operating systems hand out, and next to nobody's default.
    static final int KAFKA = 29_092;

    static final int POSTGRES = 25_432;
    static final int REGISTRY = 28_081;

    private Addresses() {}

    /// Looks at the ports the user asked for before anything is started.
    ///
    /// @throws IllegalStateException naming the first port that is taken
    static void requireFree(List<Integer> ports) {
        for (int port : ports) {
            if (port != 0 && !Ports.isFree(port)) {
                throw new IllegalStateException("port " + port + " is taken by another process; choose another one with"
                        + " --port, or stop that process");
            }
        }
    }

    /// The usual port, or any free one where it is taken.
    static int preferred(int port) {
        return Ports.isFree(port) ? port : 0;
    }

    /// The same for a service that is started before the edges: they get the ports that the user asked for.
    ///
    /// @param edges ports of the edges
    static int preferred(int port, List<Integer> edges) {
        return edges.contains(port) ? 0 : preferred(port);
    }
}
