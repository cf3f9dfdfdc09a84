package io.millrace.history.intake;

import io.millrace.runtime.health.Health;
import org.jspecify.annotations.Nullable;

/// How an intake fares, written by its thread and read by probes and gauges. Thread-safe.
public final class IntakeState {

    private final long lagLimit;
    private volatile @Nullable String trouble = "starting";
    private volatile long lag;

    /// @param lagLimit records behind, above which the intake is not ready
    public IntakeState(long lagLimit) {
        this.lagLimit = lagLimit;
    }

    /// A step worked.
    ///
    /// @param newLag records of the own partitions that are not in the tables yet
    public void works(long newLag) {
        lag = newLag;
        trouble = null;
    }

    /// A step failed and will be repeated.
    public void failed(String reason) {
        trouble = reason;
    }

    /// Records of the own partitions that were not in the tables after the last step that worked.
    public long lag() {
        return lag;
    }

    /// Down after a failure, with its reason, until a step works; and while too much is not in the tables.
    public Health health() {
        String reason = trouble;
        if (reason != null) {
            return Health.down(reason);
        }
        long behind = lag;
        String text = behind + " records behind";
        return behind <= lagLimit ? Health.up(text) : Health.down(text + ", limit " + lagLimit);
    }
}
