package io.millrace.edge.socket;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A plain HTTP connection whose response is a stream of messages, from the head of the response to the end of
/// TCP.
///
/// One thread reads, only to see the peer leave: nothing more belongs to the request. The calls of the handler
/// come from a queue of their own, for messages arrive on many threads.
final class StreamConnection implements Owner {
    private static final Logger LOGGER = LoggerFactory.getLogger(StreamConnection.class);

    private static final ThreadFactory READERS =
            Thread.ofVirtual().name("millrace-stream").factory();
    private static final ThreadFactory WORKERS =
            Thread.ofVirtual().name("millrace-stream-calls").factory();

    private final Link link;
    private final Sweeper sweeper;
    private final SocketSettings settings;
    private final SocketMetrics metrics;
    private final SocketHandler handler;
    private final MessageKind kind;
    private final StreamSocket socket;
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final CallQueue calls = new CallQueue(WORKERS);
    private volatile boolean answered;
    private volatile boolean ended;

    StreamConnection(
            Link link,
            Sweeper sweeper,
            SocketSettings settings,
            SocketMetrics metrics,
            SocketHandler handler,
            StreamOpening opening) {
        this.link = link;
        this.sweeper = sweeper;
        this.settings = settings;
        this.metrics = metrics;
        this.handler = handler;
        this.kind = opening.framing() == StreamFraming.BINARY ? MessageKind.BINARY : MessageKind.TEXT;
        this.socket = new StreamSocket(link, settings, metrics, opening.framing(), opening.farewell());
    }

    /// Runs the connection on a thread of its own.
    void start(byte[] head, byte[] first, Runnable atEnd) {
        READERS.newThread(() -> run(head, first, atEnd)).start();
    }

    /// Runs the connection on this thread until it has ended.
    ///
    /// @param head of the response
    /// @param first message for the handler
    /// @param atEnd called before the handler hears of the end
    void run(byte[] head, byte[] first, Runnable atEnd) {
        if (socket.begin(head)) {
            answered = true;
            metrics.handshake(200);
            call(0, () -> handler.onOpen(socket));
            deliver(first);
            awaitEnd();
        }
        atEnd.run();
        calls.last(this::finish);
    }

    /// Hands a message on to the handler.
    void deliver(byte[] message) {
        metrics.received(message.length);
        call(message.length, () -> {
            if (socket.isOpen()) {
                handler.onMessage(kind, message, message.length);
            }
        });
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }

    @Override
    public void goodbye() {
        socket.serverStops();
    }

    @Override
    public void giveUp() {
        calls.interrupt();
    }

    private void call(int bytes, Runnable action) {
        boolean taken = calls.offer(bytes, () -> {
            try {
                action.run();
            } catch (RuntimeException | Error failure) {
                LOGGER.atWarn().setCause(failure).log("stream handler failed");
                socket.end(CloseCause.HANDLER_FAILURE, CloseCodes.INTERNAL_ERROR, "internal error", failure);
            }
        });
        if (!taken && refusing.compareAndSet(false, true)) {
            // Not here: the caller may be the reader of the inbox, and a client that reads nothing holds up whoever
            // writes its farewell.
            Thread.startVirtualThread(() -> socket.close(CloseCodes.TOO_MANY_REQUESTS, "too many requests"));
        }
    }

    private void awaitEnd() {
        try {
            Input input = new Input(link);
            long bytes = 0;
            while (input.next()) {
                bytes += input.length();
            }
            LOGGER.atTrace().addKeyValue("bytes", bytes).log("peer ended the stream");
            socket.ended();
        } catch (IOException broken) {
            socket.broke(broken);
        }
    }

    private void finish() {
        CloseInfo info = socket.info();
        try {
            handler.onClose(info);
        } catch (RuntimeException | Error failure) {
            LOGGER.atWarn().setCause(failure).log("stream handler failed at its end");
        }
        if (answered) {
            metrics.closed(info);
        }
        link.end(settings.closeTimeout());
        sweeper.forget(link);
        ended = true;
    }
}
