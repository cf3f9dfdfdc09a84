package io.millrace.load.scenario;

/// When operations are due: at a rate that rises evenly from 0 during the ramp and is held while steady,
/// whatever the system under test does. Immutable; times are nanoseconds from the start of [Phase#LOAD].
public final class Schedule {

    private static final double SECOND = 1e9;

    private final double perNano;
    private final long rampNanos;
    private final long endNanos;
    private final double ramped;

    /// @param rate operations a second over all processes; 0 for none
    public Schedule(double rate, Phases phases) {
        perNano = rate / SECOND;
        rampNanos = phases.ramp().toNanos();
        endNanos = rampNanos + phases.steady().toNanos();
        ramped = perNano * rampNanos / 2;
    }

    /// Operations in the whole run.
    public long operations() {
        return perNano == 0 ? 0 : (long) Math.ceil(ramped + perNano * (endNanos - rampNanos));
    }

    /// When an operation is due.
    ///
    /// @param operation number of it, from 0
    public long due(long operation) {
        if (operation < ramped) {
            return (long) Math.sqrt(2.0 * operation * rampNanos / perNano);
        }
        return rampNanos + Math.round((operation - ramped) / perNano);
    }

    /// Start of the steady phase.
    public long steady() {
        return rampNanos;
    }

    /// End of the steady phase.
    public long end() {
        return endNanos;
    }
}
