package io.millrace.faults.matrix;

import io.millrace.cluster.ClusterSpec;
import io.millrace.faults.fault.Fault;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// One fault on one component.
///
/// @param fault its name on the command line, for example `pause-30`
/// @param component what it hits
/// @param held how long it stays
/// @param judged which moment recovery counts from
/// @param make the fault for a running cluster
/// @param spec what this cell needs of the cluster; another one than the standard gets a cluster of its own
/// @param isProxied whether clients reach the edges through proxies
public record Cell(
        String fault,
        Component component,
        Duration held,
        Judged judged,
        Function<Stage, Fault> make,
        UnaryOperator<ClusterSpec> spec,
        boolean isProxied) {

    /// Which moment recovery counts from.
    public enum Judged {
        /// The system has to get over it by itself while it lasts.
        FROM_INJECTION,
        /// While it lasts, waiting is right.
        FROM_HEALING
    }

    /// A cell on the standard cluster.
    public static Cell of(
            String fault, Component component, Duration held, Judged judged, Function<Stage, Fault> make) {
        return new Cell(fault, component, held, judged, make, UnaryOperator.identity(), false);
    }

    /// The same with clients that reach the edges through proxies.
    Cell proxied() {
        return new Cell(fault, component, held, judged, make, spec, true);
    }

    /// The same on another cluster.
    Cell with(UnaryOperator<ClusterSpec> change) {
        return new Cell(fault, component, held, judged, make, change, isProxied);
    }

    /// Its name on the command line, for example `kill:edge`.
    public String name() {
        return fault + ':' + component.label();
    }
}
