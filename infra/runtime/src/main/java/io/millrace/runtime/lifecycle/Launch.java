package io.millrace.runtime.lifecycle;

import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.metrics.Meters;

/// What the parts of a service find when they are opened: somebody who closes them, the checks they add to and
/// the meters they count with. Used by one thread at a time.
public final class Launch {

    private final Closer resources;
    private final HealthChecks checks = new HealthChecks();
    private final Meters meters;

    Launch(Closer resources, Meters meters) {
        this.resources = resources;
        this.meters = meters;
    }

    /// Takes over a part: it is closed with the service, before the parts that were there earlier.
    ///
    /// @return the part
    /// @throws java.util.concurrent.CancellationException when the service is closed already; so is the part
    ///     then
    public <T extends AutoCloseable> T add(T part) {
        return resources.add(part);
    }

    /// The checks of the service.
    public HealthChecks checks() {
        return checks;
    }

    /// The meters of the service.
    public Meters meters() {
        return meters;
    }
}
