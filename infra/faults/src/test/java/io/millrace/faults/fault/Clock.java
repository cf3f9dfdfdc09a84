package io.millrace.faults.fault;

import java.util.concurrent.TimeUnit;

/// Compares the wall clock with the monotonic one, and says `ahead`, `behind` (a minute and more) or `right`.
public final class Clock {

    private Clock() {}

    /// Runs for at most a minute.
    ///
    /// @param args none
    public static void main(String[] args) throws InterruptedException {
        long wall = System.currentTimeMillis();
        long start = System.nanoTime();
        while (System.nanoTime() - start < 60_000_000_000L) {
            long step = System.currentTimeMillis() - wall - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            System.out.println(step > 60_000 ? "ahead" : step < -60_000 ? "behind" : "right");
            Thread.sleep(20);
        }
    }
}
