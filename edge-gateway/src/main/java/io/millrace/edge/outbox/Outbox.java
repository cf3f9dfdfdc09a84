package io.millrace.edge.outbox;

import io.millrace.edge.socket.ClientSocket;
import io.millrace.edge.socket.EncodedFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Outgoing frames of one session.
///
/// `offer` works from any thread and never blocks. A virtual writer thread lives only while there is
/// something to write: it takes everything queued and writes it as one WebSocket message, so that load makes
/// greater messages instead of more system calls. Frames still queued when the socket ends are dropped:
/// recovery replays them.
public final class Outbox {

    /// Queued frames are joined up to about this size, so that one message stays digestible for the receiver.
    private static final int JOIN_BYTES = 64 << 10;

    private final ClientSocket socket;
    private final Limits limits;
    private final ThreadFactory writers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    private ArrayDeque<EncodedFrame> queue = new ArrayDeque<>(2);
    private int queuedBytes;
    private boolean writing;
    private boolean closed;
    private boolean held;
    private @Nullable Runnable whenFlushed;

    /// How much may wait for one client.
    ///
    /// @param bytes of queued frames, at least 1; a single frame may be greater, or it could never be sent
    /// @param frames queued, at least 1
    public record Limits(int bytes, int frames) {}

    /// @param writers makes the writer threads
    public Outbox(ClientSocket socket, Limits limits, ThreadFactory writers) {
        this.socket = socket;
        this.limits = limits;
        this.writers = writers;
    }

    /// Queues a frame.
    ///
    /// @return false when the limits are exceeded: the frame was not queued and the client is too slow; true
    ///     also when the outbox is closed, for then nobody waits for the frame
    public boolean offer(EncodedFrame frame) {
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            boolean tooMuch = !queue.isEmpty() && queuedBytes + frame.length() > limits.bytes();
            if (tooMuch || queue.size() >= limits.frames()) {
                return false;
            }
            queue.add(frame);
            queuedBytes += frame.length();
            startWriter();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Queues what is offered from now on without writing it.
    public void hold() {
        lock.lock();
        try {
            held = true;
        } finally {
            lock.unlock();
        }
    }

    /// Writes a frame, then what was queued since [#hold], and goes on as before.
    public void release(EncodedFrame first) {
        lock.lock();
        try {
            held = false;
            if (!closed) {
                queue.addFirst(first);
                queuedBytes += first.length();
                startWriter();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Forgets what was queued since [#hold], and goes on as before.
    public void dropHeld() {
        lock.lock();
        try {
            forgetHeld();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no more than so many bytes are queued, or the outbox is closed. For the one who is going
    /// to offer long answers to questions of the same client: they must not be what makes it too slow.
    public void awaitAtMost(int bytes) {
        lock.lock();
        try {
            while (!closed && queuedBytes > bytes) {
                drained.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more frames and runs an action after those queued have been written.
    public void closeAfterFlush(Runnable action) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            whenFlushed = action;
            forgetHeld();
            startWriter();
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more frames, forgets those queued and runs an action on the side, so that the caller never
    /// waits for a peer that does not read.
    public void closeNow(Runnable action) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            discard();
        } finally {
            lock.unlock();
        }
        writers.newThread(action).start();
    }

    /// The socket has ended: nothing more can be written.
    public void abandon() {
        lock.lock();
        try {
            discard();
        } finally {
            lock.unlock();
        }
    }

    /// Bytes that wait, for metrics.
    public int queuedBytes() {
        lock.lock();
        try {
            return queuedBytes;
        } finally {
            lock.unlock();
        }
    }

    private void forgetHeld() {
        if (held) {
            held = false;
            queue.clear();
            queuedBytes = 0;
        }
    }

    private void discard() {
        closed = true;
        whenFlushed = null;
        queue.clear();
        queuedBytes = 0;
        drained.signalAll();
    }

    private void startWriter() {
        if (!writing && !held) {
            writing = true;
            writers.newThread(this::drain).start();
        }
    }

    private void drain() {
        Runnable last;
        while (true) {
            List<EncodedFrame> batch;
            lock.lock();
            try {
                batch = take();
                if (batch.isEmpty()) {
                    // Taken together with the decision to end: what is queued after it belongs to the next writer,
                    // and so does the action.
                    writing = false;
                    last = whenFlushed;
                    whenFlushed = null;
                    break;
                }
            } finally {
                lock.unlock();
            }
            write(batch);
        }
        if (last != null) {
            last.run();
        }
    }

    private void write(List<EncodedFrame> batch) {
        boolean written = false;
        try {
            written = socket.sendJoined(batch);
        } finally {
            if (!written) {
                abandon();
            }
        }
    }

    private static boolean joins(EncodedFrame first, EncodedFrame next, int bytes) {
        return bytes + next.length() <= JOIN_BYTES && !first.isControl() && !next.isControl();
    }

    private List<EncodedFrame> take() {
        List<EncodedFrame> batch = new ArrayList<>(Math.min(queue.size(), 64));
        int bytes = 0;
        while (!queue.isEmpty() && (batch.isEmpty() || joins(batch.getFirst(), queue.peek(), bytes))) {
            EncodedFrame frame = queue.remove();
            bytes += frame.length();
            batch.add(frame);
        }
        queuedBytes -= bytes;
        drained.signalAll();
        if (queue.isEmpty() && batch.size() > 16) {
            // A burst has made the array large; an idle session should not keep it.
            queue = new ArrayDeque<>(2);
        }
        return batch;
    }
}
