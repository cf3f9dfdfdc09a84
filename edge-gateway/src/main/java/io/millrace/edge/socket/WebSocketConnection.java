package io.millrace.edge.socket;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reading half of a connection and its life from the 101 answer to the end of TCP.
///
/// One thread at a time reads and is the only caller of the handler, so whatever ends the connection on any
/// thread breaks the read, and
/// `onClose` follows from here.
final class WebSocketConnection implements Owner {
    private static final Logger LOGGER = LoggerFactory.getLogger(WebSocketConnection.class);

    private static final ThreadFactory THREADS =
            Thread.ofVirtual().name("millrace-socket").factory();

    /// What follows a step of the reader.
    private enum Step {
        READ_ON,
        ENDED,
        /// We ended it, and the peer may still be sending.
        LINGER
    }

    private final Link link;
    private final Sweeper sweeper;
    private final SocketSettings settings;
    private final SocketMetrics metrics;
    private final SocketHandler handler;
    private final OpenSocket socket;
    private final FrameDecoder decoder;
    private final Input input;

    /// Only used by the reader.
    private boolean called;

    private volatile boolean answered;
    private volatile boolean ended;
    private volatile @Nullable Thread reader;

    /// @param compression whether permessage-deflate was agreed
    WebSocketConnection(
            Link link,
            Sweeper sweeper,
            SocketSettings settings,
            SocketMetrics metrics,
            SocketHandler handler,
            boolean compression) {
        this.link = link;
        this.sweeper = sweeper;
        this.settings = settings;
        this.metrics = metrics;
        this.handler = handler;
        this.socket = new OpenSocket(link, settings, metrics, compression);
        this.decoder = new FrameDecoder(settings, compression, new Dispatcher());
        this.input = new Input(link);
    }

    /// Runs the connection on threads of its own, and ends it there.
    ///
    /// @param answer to the handshake
    /// @param early what the client has sent after its handshake
    void start(byte[] answer, byte[] early) {
        sweeper.claim(link, this);
        THREADS.newThread(() -> proceed(() -> open(answer, early))).start();
    }

    /// Runs the connection on this thread until it has ended, except for closing TCP.
    void run(byte[] answer, byte[] early) {
        Step step = take(() -> open(answer, early));
        while (step == Step.READ_ON) {
            step = take(this::read);
        }
        end(step);
    }

    /// Takes one step and leaves the next one to a fresh thread. A thread whose callback has waited keeps a
    /// stack of that depth as long as it lives, which costs an idle connection more memory than everything
    /// else.
    private void proceed(Supplier<Step> part) {
        Step step = take(part);
        if (step == Step.READ_ON) {
            THREADS.newThread(() -> proceed(this::read)).start();
            return;
        }
        try {
            end(step);
        } finally {
            link.end(settings.closeTimeout());
            sweeper.forget(link);
            ended = true;
        }
    }

    private void end(Step last) {
        // An interrupt meant the connection, not what the handler does at its end.
        boolean interrupted = Thread.interrupted();
        boolean lingering = last == Step.LINGER && !interrupted && endOutput();
        CloseInfo info = socket.info();
        try {
            handler.onClose(info);
        } catch (RuntimeException | Error failure) {
            LOGGER.atWarn().setCause(failure).log("socket handler failed at its end");
        }
        if (answered) {
            metrics.closed(info);
        }
        if (lingering) {
            drain();
        }
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }

    @Override
    public void goodbye() {
        if (answered) {
            socket.serverStops();
        } else {
            socket.drop();
        }
    }

    @Override
    public void giveUp() {
        Thread busy = reader;
        if (busy != null) {
            busy.interrupt();
        }
    }

    private Step take(Supplier<Step> part) {
        reader = Thread.currentThread();
        try {
            return part.get();
        } catch (ProtocolViolation violation) {
            LOGGER.atDebug().addKeyValue("error", violation.getMessage()).log("peer broke the protocol");
            socket.end(CloseCause.PROTOCOL_ERROR, violation.code(), violation.reason(), null);
            return Step.LINGER;
        } catch (RuntimeException | Error failure) {
            LOGGER.atWarn().setCause(failure).log("socket handler failed");
            socket.end(CloseCause.HANDLER_FAILURE, CloseCodes.INTERNAL_ERROR, "internal error", failure);
            return Step.LINGER;
        }
    }

    private Step open(byte[] answer, byte[] early) {
        if (!socket.writeRaw(answer)) {
            return Step.ENDED;
        }
        answered = true;
        metrics.handshake(HandshakeAnswer.SWITCHING_PROTOCOLS);
        handler.onOpen(socket);
        decoder.decode(early, early.length);
        return decoder.isFinished() ? Step.ENDED : Step.READ_ON;
    }

    /// Reads until the handler was called or nothing more can follow.
    private Step read() {
        called = false;
        try {
            while (!called && !decoder.isFinished()) {
                if (!input.next()) {
                    socket.ended();
                    return Step.ENDED;
                }
                decoder.decode(input.bytes(), input.length());
            }
        } catch (IOException broken) {
            socket.broke(broken);
            return Step.ENDED;
        }
        return decoder.isFinished() ? Step.ENDED : Step.READ_ON;
    }

    /// Half-closes, so that the peer reads our close frame: closing at once with unread input would reset the
    /// connection and could destroy the frame on its way.
    private boolean endOutput() {
        try {
            link.endOutput(settings.writeTimeout());
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    /// Throws away what the peer still sends until it ends the connection or the close timeout has passed.
    private void drain() {
        try {
            long bytes = 0;
            while (input.next()) {
                bytes += input.length();
            }
            LOGGER.atTrace().addKeyValue("bytes", bytes).log("peer ended the connection");
        } catch (IOException broken) {
            LOGGER.atTrace().setCause(broken).log("peer did not end the connection");
        }
    }

    /// What the frames of the peer lead to.
    private final class Dispatcher implements FrameSink {
        @Override
        public void message(MessageKind kind, byte[] payload, int length) {
            metrics.received(length);
            called = true;
            if (socket.isOpen()) {
                handler.onMessage(kind, payload, length);
            }
        }

        @Override
        public void ping(byte[] payload) {
            metrics.received(payload.length);
            socket.send(EncodedFrame.pong(payload));
        }

        @Override
        public void pong(byte[] payload) {
            metrics.received(payload.length);
            handler.onPong();
        }

        @Override
        public void close(int code, String reason) {
            metrics.received(reason.length());
            socket.closeArrived(code, reason);
        }
    }
}
