package io.millrace.faults.harness;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Publications at a fixed rate, whatever becomes of them: the clients of a run take turns, and so do their
/// rooms. Now and then one is forbidden, by a word on the blocklist or by its size, and has to be refused.
/// Thread-safe.
public final class SteadyLoad implements AutoCloseable {

    /// Put this on the blocklist of the system that is loaded.
    public static final String FORBIDDEN_WORD = "snorkelwhistle";

    private static final int FORBIDDEN_EVERY = 50;
    private static final int OVERSIZE_EVERY = 250;
    private static final int OVERSIZE = 40_000;
    private static final String FORBIDDEN = "forbidden-";

    private final ChatRun run;
    private final long intervalNanos;
    private final Queue<CompletableFuture<Void>> outcomes = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean stopped;

    private SteadyLoad(ChatRun run, int perSecond) {
        this.run = run;
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.thread = Thread.ofVirtual().name("steady-load").start(this::send);
    }

    /// Starts to publish.
    ///
    /// @param perSecond publications of all clients together
    public static SteadyLoad start(ChatRun run, int perSecond) {
        return new SteadyLoad(run, perSecond);
    }

    /// Whether a publication with this id had to be refused.
    public static boolean isForbidden(String id) {
        return id.startsWith(FORBIDDEN);
    }

    /// Sends nothing more. What is under way goes on being repeated.
    public void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops, and waits until every outcome is certain; false when some are not within the time.
    public boolean drain(Duration atMost) {
        stop();
        return Waiting.until(() -> outcomes.stream().allMatch(CompletableFuture::isDone), atMost);
    }

    @Override
    public void close() {
        stop();
    }

    private void send() {
        long start = System.nanoTime();
        for (int number = 0; !stopped; number++) {
            long due = start + number * intervalNanos;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            outcomes.add(publish(number, due));
        }
    }

    private CompletableFuture<Void> publish(int number, long due) {
        int clients = run.crowd().clients();
        int sender = number % clients;
        int choice = number / clients % run.crowd().roomsEach();
        if (number % OVERSIZE_EVERY == OVERSIZE_EVERY - 1) {
            return run.publish(sender, choice, FORBIDDEN + "size-" + number, "x".repeat(OVERSIZE), due);
        }
        if (number % FORBIDDEN_EVERY == FORBIDDEN_EVERY - 1) {
            return run.publish(sender, choice, FORBIDDEN + "word-" + number, FORBIDDEN_WORD, due);
        }
        return run.publish(sender, choice, "steady-" + number, "", due);
    }
}
