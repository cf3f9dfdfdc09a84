package io.millrace.edge.outbox;

import io.millrace.edge.socket.ClientSocket;
import io.millrace.edge.socket.EncodedFrame;
import io.millrace.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A peer in memory. Writes are serialised as on a real socket, and block while the peer does not read.
/// Thread-safe.
public final class FakeSocket implements ClientSocket {

    private final ReentrantLock writing = new ReentrantLock();
    private final List<EncodedFrame> messages = new CopyOnWriteArrayList<>();
    private volatile @Nullable CountDownLatch unread;
    private volatile int closeCode;
    private volatile String closeReason = "";
    private volatile boolean broken;

    /// From now on writes block.
    public void stopReading() {
        unread = new CountDownLatch(1);
    }

    /// Lets blocked writes go on.
    public void readOn() {
        CountDownLatch blocked = unread;
        unread = null;
        if (blocked != null) {
            blocked.countDown();
        }
    }

    /// From now on writes fail, blocked ones too, as after a write timeout.
    public void breakDown() {
        broken = true;
        readOn();
    }

    /// The WebSocket messages written so far.
    public List<EncodedFrame> messages() {
        return List.copyOf(messages);
    }

    /// The messages written so far, as text.
    public List<String> texts() {
        return messages.stream()
                .map(frame -> new String(frame.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    /// Code of the close frame, 0 for none.
    public int closeCode() {
        return closeCode;
    }

    public String closeReason() {
        return closeReason;
    }

    /// Waits for the close frame.
    ///
    /// @return its code
    public int awaitClose() {
        return Await.value(this::closeCode, code -> code != 0, Await.DEADLINE, "a close frame after " + texts());
    }

    @Override
    public boolean send(EncodedFrame frame) {
        writing.lock();
        try {
            CountDownLatch blocked = unread;
            if (blocked != null) {
                var _ = blocked.await(30, TimeUnit.SECONDS);
            }
            if (!isOpen()) {
                return false;
            }
            messages.add(frame);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean send(List<EncodedFrame> frames) {
        return frames.stream().allMatch(this::send);
    }

    @Override
    public void close(int code, String reason) {
        writing.lock();
        try {
            if (closeCode == 0) {
                closeReason = reason;
                closeCode = code;
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void drop() {
        breakDown();
    }

    @Override
    public boolean isOpen() {
        return closeCode == 0 && !broken;
    }
}
