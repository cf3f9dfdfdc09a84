package io.millrace.load.report;

import io.millrace.load.scenario.Phases;

/// When the phases of a run began, in readings of `System.nanoTime()`. A phase that was not reached began at
/// the end.
///
/// @param connect clients begin to connect
/// @param load the ramp begins
/// @param steady the steady phase begins
/// @param drain nothing new is sent
/// @param end everything is over
public record Timeline(long connect, long load, long steady, long drain, long end) {

    private static final double SECOND = 1e9;

    /// A timeline from what is known at the end; 0 for phases that were not reached.
    static long orEnd(long moment, long end) {
        return moment == 0 ? end : moment;
    }

    /// Puts moments in order when a run has ended early.
    ///
    /// @param load when the load began, 0 for never
    /// @param drain when draining began, 0 for never
    public static Timeline of(long connect, long load, long drain, long end, Phases phases) {
        long off = orEnd(drain, end);
        long on = Math.min(orEnd(load, end), off);
        return new Timeline(connect, on, Math.min(on + phases.ramp().toNanos(), off), off, end);
    }

    /// Seconds from the beginning of the run to a moment.
    public double seconds(long moment) {
        return (moment - connect) / SECOND;
    }

    /// Length of the steady phase in seconds.
    public double steadySeconds() {
        return (drain - steady) / SECOND;
    }

    /// Name of the phase that a moment lies in.
    public String phase(long moment) {
        if (moment - drain >= 0) {
            return "drain";
        }
        if (moment - steady >= 0) {
            return "steady";
        }
        return moment - load >= 0 ? "ramp" : "connect";
    }
}
