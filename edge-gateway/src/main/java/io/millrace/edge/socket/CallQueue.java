package io.millrace.edge.socket;

import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The calls of one handler: one after the other, on a thread that lives only while there are some.
/// Thread-safe.
final class CallQueue {
    private static final int MOST_CALLS = 256;
    private static final int MOST_BYTES = 1 << 20;

    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Call> waiting = new ArrayDeque<>(2);
    private int bytes;
    private boolean running;
    private boolean closed;
    private volatile @Nullable Thread worker;

    private record Call(int bytes, Runnable action) {}

    CallQueue(ThreadFactory threads) {
        this.threads = threads;
    }

    /// Adds a call.
    ///
    /// @param size of what the call carries, in bytes
    /// @param action must not throw
    /// @return false when too much waits already; calls after the last one are forgotten
    boolean offer(int size, Runnable action) {
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            if (waiting.size() >= MOST_CALLS || (!waiting.isEmpty() && bytes + size > MOST_BYTES)) {
                return false;
            }
            add(new Call(size, action));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Adds the last call and forgets those that have not begun.
    void last(Runnable action) {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            bytes = 0;
            add(new Call(0, action));
        } finally {
            lock.unlock();
        }
    }

    /// Interrupts the call that runs, if one does.
    void interrupt() {
        Thread busy = worker;
        if (busy != null) {
            busy.interrupt();
        }
    }

    private void add(Call call) {
        waiting.add(call);
        bytes += call.bytes;
        if (!running) {
            running = true;
            threads.newThread(this::run).start();
        }
    }

    private void run() {
        worker = Thread.currentThread();
        for (Call call = next(); call != null; call = next()) {
            call.action.run();
        }
    }

    private @Nullable Call next() {
        lock.lock();
        try {
            Call call = waiting.poll();
            if (call == null) {
                running = false;
                worker = null;
            } else {
                bytes -= call.bytes;
            }
            return call;
        } finally {
            lock.unlock();
        }
    }
}
