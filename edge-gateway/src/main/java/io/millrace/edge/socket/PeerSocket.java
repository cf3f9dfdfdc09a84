package io.millrace.edge.socket;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What every sending half has in common: writes happen one after the other under one lock, nothing follows the
/// last message, and the first cause of the end is the one that is told. Extended instead of contained: one more
/// object for each idle connection would be memory for nothing.
abstract sealed class PeerSocket implements ClientSocket permits OpenSocket, StreamSocket {
    final Link link;
    final SocketSettings settings;
    final SocketMetrics metrics;
    final Ending ending = new Ending();
    final ReentrantLock writing = new ReentrantLock();

    /// Whether the peer has been told of the end. Written under the lock.
    volatile boolean lastSent;

    PeerSocket(Link link, SocketSettings settings, SocketMetrics metrics) {
        this.link = link;
        this.settings = settings;
        this.metrics = metrics;
    }

    /// Tells the peer of the end unless that was done before, and gives it the close timeout to react.
    abstract void end(CloseCause cause, int code, String reason, @Nullable Throwable failure);

    /// What to tell the handler at the very end.
    abstract CloseInfo info();

    @Override
    public final void close(int code, String reason) {
        if (!CloseCodes.mayBeSent(code)) {
            throw new IllegalArgumentException("close code " + code + " must not be sent");
        }
        end(CloseCause.LOCAL, code, reason, null);
    }

    @Override
    public final void drop() {
        breakOff(CloseCause.DROPPED);
    }

    @Override
    public final boolean isOpen() {
        return !lastSent && !ending.hasBegun();
    }

    /// The web server stops: says so if that is possible without waiting.
    final void serverStops() {
        if (writing.tryLock()) {
            try {
                end(CloseCause.SERVER_STOP, CloseCodes.GOING_AWAY, "server stops", null);
            } finally {
                writing.unlock();
            }
        } else {
            breakOff(CloseCause.SERVER_STOP);
        }
    }

    /// The peer has ended TCP without a word.
    final void ended() {
        if (link.expiry() == null) {
            ending.begin(CloseCause.END_OF_STREAM, CloseCodes.ABNORMAL, "", null);
        } else {
            // Through TLS a reader may take our own reset for the end of the stream.
            broke(null);
        }
    }

    /// A read or write failed.
    final void broke(@Nullable Throwable failure) {
        CloseCause cause = link.expiry() == Link.Expiry.WRITE ? CloseCause.WRITE_TIMEOUT : CloseCause.RESET;
        ending.begin(cause, CloseCodes.ABNORMAL, "", failure);
    }

    /// Writes bytes that hold so many messages.
    ///
    /// @return as for [#send(EncodedFrame)]
    final boolean write(byte[] bytes, int frames) {
        writing.lock();
        try {
            return isOpen() && writeLocked(bytes, frames);
        } finally {
            writing.unlock();
        }
    }

    /// Writes also after the end has begun. The caller holds the lock.
    final boolean writeLocked(byte[] bytes, int frames) {
        try {
            link.write(bytes, settings.writeTimeout());
        } catch (IOException failure) {
            broke(failure);
            link.reset();
            return false;
        }
        metrics.sent(frames, bytes.length);
        return true;
    }

    private void breakOff(CloseCause cause) {
        ending.begin(cause, CloseCodes.ABNORMAL, "", null);
        link.reset();
    }
}
