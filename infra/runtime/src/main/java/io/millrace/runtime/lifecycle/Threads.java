package io.millrace.runtime.lifecycle;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Named threads whose uncaught exceptions are logged.
public final class Threads {

    private static final Logger LOGGER = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    /// Starts a platform daemon thread for one long-lived loop.
    public static Thread start(String name, Runnable loop) {
        Thread thread = factory(name).newThread(loop);
        thread.start();
        return thread;
    }

    /// Platform daemon threads of that name.
    public static ThreadFactory factory(String name) {
        return Thread.ofPlatform()
                .name(name)
                .daemon(true)
                .uncaughtExceptionHandler(Threads::log)
                .factory();
    }

    /// Virtual threads, named with a running number.
    public static ThreadFactory virtual(String prefix) {
        return Thread.ofVirtual()
                .name(prefix, 0)
                .uncaughtExceptionHandler(Threads::log)
                .factory();
    }

    /// A single-threaded scheduler for short periodic work; an exception in the work ends its repetition.
    public static ScheduledExecutorService scheduler(String name) {
        return Executors.newSingleThreadScheduledExecutor(factory(name));
    }

    /// Waits for a thread to end.
    ///
    /// @return false when it still runs after that time, or the waiting thread was interrupted
    public static boolean join(Thread thread, Duration atMost) {
        try {
            return thread.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// A thread for `Runtime.addShutdownHook`, not started.
    public static Thread hook(String name, Runnable work) {
        return Thread.ofPlatform().name(name).unstarted(work);
    }

    private static void log(Thread thread, Throwable failure) {
        LOGGER.atError()
                .addKeyValue("thread", thread.getName())
                .setCause(failure)
                .log("uncaught exception");
    }
}
