package io.millrace.load.record;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes down every event of a run for the history checker; the format is in the package's documentation.
///
/// Drops nothing: callers wait when the disk is slower than they are, and everybody who calls learns when a
/// write has failed. Thread-safe; events of one thread stay in order.
public final class History implements AutoCloseable {

    private static final int CHUNK = 1 << 16;
    private static final int CHUNKS = 64;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private final BlockingQueue<byte[]> full = new ArrayBlockingQueue<>(CHUNKS);
    private final Thread writer;
    private final OutputStream out;
    private StringBuilder lines = new StringBuilder(CHUNK);
    private boolean closed;
    private volatile @Nullable IOException failure;

    private History(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
        this.writer = Thread.ofPlatform().name("history").daemon().start(this::write);
    }

    /// Creates the file, or empties it.
    ///
    /// @throws IOException when it cannot be written
    public static History create(Path file) throws IOException {
        return new History(file, Files.newOutputStream(file));
    }

    /// A client sends a publication for the first time.
    public void invoked(long nanos, String client, String room, String id, int hash) {
        lock.lock();
        try {
            event(nanos, "inv")
                    .text("client", client)
                    .text("room", room)
                    .text("id", id)
                    .hash(hash)
                    .end();
        } finally {
            lock.unlock();
        }
    }

    /// A publication has its place.
    public void accepted(long nanos, String id, String epoch, long offset) {
        lock.lock();
        try {
            event(nanos, "ok")
                    .text("id", id)
                    .text("epoch", epoch)
                    .number("offset", offset)
                    .end();
        } finally {
            lock.unlock();
        }
    }

    /// A publication was refused for good.
    public void refused(long nanos, String id, int code) {
        lock.lock();
        try {
            event(nanos, "fail").text("id", id).number("code", code).end();
        } finally {
            lock.unlock();
        }
    }

    /// What became of a publication is not known, and will not be.
    public void unknown(long nanos, String id) {
        lock.lock();
        try {
            event(nanos, "info").text("id", id).end();
        } finally {
            lock.unlock();
        }
    }

    /// A subscription began.
    ///
    /// @param offset after which deliveries go on
    public void subscribed(long nanos, String session, String room, String epoch, long offset) {
        started("sub", nanos, session, room, epoch, offset);
    }

    /// A subscription that was there before began anew, without what lies between.
    ///
    /// @param offset after which deliveries go on
    public void restarted(long nanos, String session, String room, String epoch, long offset) {
        started("rst", nanos, session, room, epoch, offset);
    }

    /// A publication arrived.
    public void delivered(long nanos, String session, String room, String epoch, long offset, String id, int hash) {
        lock.lock();
        try {
            event(nanos, "dlv")
                    .text("session", session)
                    .text("room", room)
                    .text("epoch", epoch)
                    .number("offset", offset)
                    .text("id", id)
                    .hash(hash)
                    .end();
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is left.
    ///
    /// @throws UncheckedIOException when anything could not be written, now or before
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            hand();
            offer(new byte[0]);
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throwIfFailed();
    }

    private void started(String kind, long nanos, String session, String room, String epoch, long offset) {
        lock.lock();
        try {
            event(nanos, kind)
                    .text("session", session)
                    .text("room", room)
                    .text("epoch", epoch)
                    .number("offset", offset)
                    .end();
        } finally {
            lock.unlock();
        }
    }

    // From here to `end`, with the lock held.

    private History event(long nanos, String kind) {
        if (closed) {
            throw new IllegalStateException("the history is closed");
        }
        throwIfFailed();
        lines.append("{\"t\":").append(nanos).append(",\"e\":\"").append(kind).append('"');
        return this;
    }

    private History text(String key, String value) {
        lines.append(",\"").append(key).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                lines.append('\\').append(c);
            } else if (c < ' ') {
                lines.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                lines.append(c);
            }
        }
        lines.append('"');
        return this;
    }

    private History number(String key, long value) {
        lines.append(",\"").append(key).append("\":").append(value);
        return this;
    }

    private History hash(int hash) {
        lines.append(",\"hash\":\"").append(HexFormat.of().toHexDigits(hash)).append('"');
        return this;
    }

    private void end() {
        lines.append("}\n");
        if (lines.length() >= CHUNK - 1_024) {
            hand();
        }
    }

    private void hand() {
        if (!lines.isEmpty()) {
            offer(lines.toString().getBytes(StandardCharsets.UTF_8));
            lines = new StringBuilder(CHUNK);
        }
    }

    /// Waits for room, however long it takes, unless writing has failed.
    private void offer(byte[] chunk) {
        boolean interrupted = false;
        boolean taken = false;
        while (!taken && writer.isAlive()) {
            try {
                taken = full.offer(chunk, 100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try (out) {
            for (byte[] chunk = full.take(); chunk.length > 0; chunk = full.take()) {
                out.write(chunk);
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new IOException("interrupted", e);
        }
    }

    private void throwIfFailed() {
        IOException cause = failure;
        if (cause != null) {
            throw new UncheckedIOException("cannot write the history " + file + ": " + cause.getMessage(), cause);
        }
    }
}
