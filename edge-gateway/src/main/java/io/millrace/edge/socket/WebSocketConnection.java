package io.millrace.edge.socket;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reading half of a connection and its life from the 101 answer to the end of TCP.
///
/// [#handle] runs on Helidon's virtual thread of the connection and is the only caller of the handler, so
/// whatever ends the connection on any thread breaks the read, and `onClose` follows from here.
final class WebSocketConnection implements ServerConnection {
    private static final Logger LOGGER = LoggerFactory.getLogger(WebSocketConnection.class);

    private final GuardedContext context;
    private final SocketSettings settings;
    private final SocketMetrics metrics;
    private final SocketHandler handler;
    private final byte[] answer;
    private final OpenSocket socket;

    private volatile boolean answered;

    WebSocketConnection(
            GuardedContext context,
            SocketSettings settings,
            SocketMetrics metrics,
            SocketHandler handler,
            byte[] answer) {
        this.context = context;
        this.settings = settings;
        this.metrics = metrics;
        this.handler = handler;
        this.answer = answer;
        this.socket = new OpenSocket(context.link(), settings, metrics);
    }

    @Override
    public void handle(Limit limit) {
        boolean peerMaySend = serve();
        // An interrupt meant the connection, not what the handler does at its end.
        boolean interrupted = Thread.interrupted();
        boolean lingering = peerMaySend && !interrupted && endOutput();
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

    /// Helidon asks in order to close idle connections. Whether a peer still lives is the protocol's to find
    /// out.
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /// Helidon calls this when the server stops.
    @Override
    public void close(boolean interrupt) {
        if (answered) {
            socket.serverStops();
        } else {
            socket.drop();
        }
    }

    /// Runs the connection until it has ended.
    ///
    /// @return whether we ended it while the peer may still be sending
    private boolean serve() {
        try {
            byte[] early = context.upgrade();
            if (socket.writeRaw(answer)) {
                answered = true;
                metrics.handshake(HandshakeAnswer.SWITCHING_PROTOCOLS);
                handler.onOpen(socket);
                read(early);
            }
            return false;
        } catch (ProtocolViolation violation) {
            LOGGER.atDebug().addKeyValue("error", violation.getMessage()).log("peer broke the protocol");
            socket.sendClose(CloseCause.PROTOCOL_ERROR, new ClosePayload(violation.code(), violation.reason()), null);
            return true;
        } catch (RuntimeException | Error failure) {
            LOGGER.atWarn().setCause(failure).log("socket handler failed");
            socket.sendClose(
                    CloseCause.HANDLER_FAILURE, new ClosePayload(CloseCodes.INTERNAL_ERROR, "internal error"), failure);
            return true;
        }
    }

    private void read(byte[] early) {
        FrameDecoder decoder = new FrameDecoder(settings, new Dispatcher());
        decoder.decode(early, early.length);
        try {
            Input input = new Input(context.link().input());
            while (!decoder.isFinished()) {
                if (!input.next()) {
                    socket.ended();
                    return;
                }
                decoder.decode(input.bytes(), input.length());
            }
        } catch (IOException broken) {
            socket.broke(broken);
        }
    }

    /// Half-closes, so that the peer reads our close frame: closing at once with unread input would reset the
    /// connection and could destroy the frame on its way.
    private boolean endOutput() {
        try {
            context.link().endOutput(settings.writeTimeout());
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    /// Throws away what the peer still sends until it ends the connection or the close timeout has passed.
    private void drain() {
        try {
            Input input = new Input(context.link().input());
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
        }

        @Override
        public void close(int code, String reason) {
            metrics.received(reason.length());
            socket.closeArrived(code, reason);
        }
    }
}
