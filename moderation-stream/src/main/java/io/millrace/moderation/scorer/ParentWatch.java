package io.millrace.moderation.scorer;

import io.millrace.runtime.lifecycle.Threads;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Ends the process when the one that started it is gone, also when that one was killed and could not say so.
final class ParentWatch {

    /// Environment variable with the number of the process to live as long as; the local stack sets it.
    static final String VARIABLE = "MILLRACE_PARENT_PROCESS";

    private ParentWatch() {}

    /// Begins to watch when the environment asks for it.
    static void start(Map<String, String> environment) {
        String number = environment.get(VARIABLE);
        if (number != null) {
            // Not politely: the broker is gone with the parent, and what was not answered is read again.
            watch(Long.parseLong(number), () -> Runtime.getRuntime().halt(0));
        }
    }

    /// Looks twice a second, and calls once when the process is gone: a child of a killed process gets another
    /// parent.
    static ScheduledExecutorService watch(long parent, Runnable gone) {
        ScheduledExecutorService ticker = Threads.scheduler("scorer-parent");
        Runnable look = () -> {
            if (!ProcessHandle.of(parent).map(ProcessHandle::isAlive).orElse(false)) {
                ticker.shutdown();
                gone.run();
            }
        };
        var _ = ticker.scheduleWithFixedDelay(look, 500, 500, TimeUnit.MILLISECONDS);
        return ticker;
    }
}
