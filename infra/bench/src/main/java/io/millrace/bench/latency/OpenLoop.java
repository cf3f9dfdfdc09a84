package io.millrace.bench.latency;

import java.util.concurrent.locks.LockSupport;

/// Calls a sender at a fixed rate, whatever the system under test does: who falls behind sends at once and
/// the delay counts as latency (no coordinated omission).
final class OpenLoop {

    private OpenLoop() {}

    /// What is sent at one point of the schedule.
    interface Sender {

        /// Sends one message.
        ///
        /// @param number of the message, from 0
        /// @param scheduledNanos when it should be sent, reading of `System.nanoTime()`
        void send(int number, long scheduledNanos);
    }

    /// Sends until all are sent.
    ///
    /// @param rate messages a second
    static void run(int messages, int rate, Sender sender) {
        long started = System.nanoTime();
        for (int number = 0; number < messages; number++) {
            long due = started + number * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sender.send(number, due);
        }
    }
}
