package io.millrace.launcher;

import io.millrace.runtime.lifecycle.Threads;
import java.time.Duration;

/// Stops the stack when the process is told to end, and says how long it took.
record StopHook(LocalStack stack, Progress progress) {

    Thread thread() {
        return Threads.hook("stop", this::stop);
    }

    private void stop() {
        long started = System.nanoTime();
        stack.close();
        progress.stopped(Duration.ofNanos(System.nanoTime() - started));
    }
}
