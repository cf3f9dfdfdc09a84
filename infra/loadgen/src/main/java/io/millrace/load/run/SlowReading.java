package io.millrace.load.run;

/// How much a slow reader may read. Confined to the event loop.
final class SlowReading {

    private final long burst;
    private long allowance;
    private boolean paused = true;

    /// @param bytesPerSecond on the average; 0 for nothing at all
    SlowReading(long bytesPerSecond) {
        this.burst = bytesPerSecond;
    }

    /// The connection has ended: the next one is free until it is subscribed.
    void end() {
        paused = true;
    }

    /// The connection is subscribed: reading must stop.
    void begin() {
        allowance = 0;
        paused = true;
    }

    /// Something was read.
    ///
    /// @return whether reading must stop
    boolean spend(int bytes) {
        allowance -= bytes;
        boolean stops = !paused && allowance <= 0;
        paused |= stops;
        return stops;
    }

    /// Time has passed.
    ///
    /// @return whether reading may go on
    boolean grant(long bytes) {
        allowance = Math.min(burst, allowance + bytes);
        boolean resumes = paused && allowance > 0;
        paused &= !resumes;
        return resumes;
    }
}
