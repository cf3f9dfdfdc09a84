package io.millrace.edge.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One TCP connection with its deadlines, watched by the [Sweeper].
///
/// The thread that waits sets a deadline, the sweeper only reads it and breaks the connection when it has
/// passed, which frees whoever is blocked in a read or write. Arming costs one volatile write. Thread-safe,
/// except that one thread writes at a time.
final class Link {
    /// Which deadline passed first.
    enum Expiry {
        REQUEST,
        WRITE,
        CLOSE
    }

    /// The longest piece given to one write: progress is judged per piece.
    private static final int PIECE = 64 * 1024;

    private static final long NEVER = 0;

    private final Socket socket;
    private volatile long requestBy = NEVER;
    private volatile long writeBy = NEVER;
    private volatile long closeBy = NEVER;
    private volatile @Nullable Expiry expiry;
    private volatile boolean resetting;

    Link(Socket socket) {
        this.socket = socket;
    }

    void requestWithin(Duration time) {
        requestBy = in(time);
    }

    void requestArrived() {
        requestBy = NEVER;
    }

    void closeWithin(Duration time) {
        closeBy = in(time);
    }

    void writeWithin(Duration time) {
        writeBy = in(time);
    }

    void written() {
        writeBy = NEVER;
    }

    /// What the peer sends, past every buffer of the web server.
    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    /// Writes all bytes; each piece of 64 KiB has the whole `time`.
    void write(byte[] bytes, Duration time) throws IOException {
        OutputStream out = socket.getOutputStream();
        try {
            for (int from = 0; from < bytes.length; from += PIECE) {
                writeWithin(time);
                out.write(bytes, from, Math.min(PIECE, bytes.length - from));
            }
        } finally {
            written();
        }
        // A virtual thread whose blocked write ends because of a reset is told that it wrote.
        if (resetting) {
            throw new SocketException("connection was broken during the write");
        }
    }

    /// Ends our direction, so that the peer reads everything before it sees the end.
    void endOutput(Duration time) throws IOException {
        writeWithin(time);
        try {
            socket.shutdownOutput();
        } finally {
            written();
        }
    }

    /// Breaks the connection without waiting for anything. TLS wants to say goodbye under the lock of a writer
    /// that may be blocked; with no linger time it gives up at once, and another thread takes the little that
    /// can still block.
    void reset() {
        resetting = true;
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException alreadyClosed) {
            return;
        }
        if (socket instanceof SSLSocket) {
            Thread.ofVirtual().name("millrace-socket-reset").start(this::close);
        } else {
            close();
        }
    }

    /// Ends the connection in order: what was written still goes out. TLS says goodbye first, for which there
    /// is `time` unless the close deadline is set already.
    void end(Duration time) {
        if (closeBy == NEVER) {
            closeWithin(time);
        }
        close();
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException brokenAnyway) {
            resetting = true;
        }
    }

    /// What the sweeper broke this connection for, if it did.
    @Nullable
    Expiry expiry() {
        return expiry;
    }

    /// Breaks the connection if a deadline has passed.
    ///
    /// @param now as by [System#nanoTime()]
    void check(long now) {
        if (resetting) {
            if (!isClosed()) {
                reset();
            }
            return;
        }
        Expiry found = passed(requestBy, now)
                ? Expiry.REQUEST
                : passed(writeBy, now) ? Expiry.WRITE : passed(closeBy, now) ? Expiry.CLOSE : null;
        if (found != null) {
            expiry = found;
            reset();
        }
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    private static boolean passed(long deadline, long now) {
        return deadline != NEVER && now - deadline >= 0;
    }

    private static long in(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        return deadline == NEVER ? 1 : deadline;
    }
}
