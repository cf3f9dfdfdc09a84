package io.millrace.faults.fault;

import java.util.List;
import java.util.function.LongSupplier;

/// Packets on the loopback interface that a [NetworkCut] drops.
public sealed interface Cut {

    /// Everything to or from a port, whoever is on the other side.
    record Port(int port, Way way) implements Cut {}

    /// What one process sends to ports of others. That is a cut in both ways for its connections: without its
    /// acknowledgements nothing comes back for long.
    ///
    /// @param pid asked when the cut begins
    record Sender(LongSupplier pid, List<Integer> ports) implements Cut {

        public Sender {
            ports = List.copyOf(ports);
        }
    }

    /// Which packets of a port.
    enum Way {
        /// To the port and from it.
        BOTH,
        /// To the port.
        REQUESTS,
        /// From the port.
        ANSWERS
    }
}
