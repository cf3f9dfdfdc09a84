package io.millrace.load.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Many sockets to any WebSocket server, that only count what they receive: for comparing servers.
///
/// Thread-safe. Closing it cuts the sockets; the [Sockets] stays.
public final class RawSockets implements AutoCloseable {

    private final List<LoadSocket> sockets;
    private final RawListener listener;

    private RawSockets(List<LoadSocket> sockets, RawListener listener) {
        this.sockets = sockets;
        this.listener = listener;
    }

    /// Opens them and waits for it.
    ///
    /// @param first what each does when it is open, for example send a message; on the event loops
    /// @param sentTime finds the time of sending in a message
    /// @param latencies gets the nanoseconds from there to the arrival; called on the event loops
    /// @throws SocketException when one cannot be opened, or all take longer than `patience`
    public static RawSockets open(
            Sockets owner,
            Target target,
            int count,
            Consumer<LoadSocket> first,
            SentTime sentTime,
            LongConsumer latencies,
            Duration patience)
            throws InterruptedException {
        RawListener listener = new RawListener(count, first, sentTime, latencies);
        List<LoadSocket> sockets = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            sockets.add(owner.connect(target, listener));
        }
        RawSockets opened = new RawSockets(sockets, listener);
        try {
            listener.opening().all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return opened;
        } catch (ExecutionException e) {
            opened.close();
            throw new SocketException(Causes.told(e));
        } catch (TimeoutException _) {
            opened.close();
            throw new SocketException(
                    count + " sockets to " + target.uri() + " were not all open within " + patience.toSeconds() + " s");
        }
    }

    /// Messages received by all of them.
    public long messages() {
        return listener.messages();
    }

    /// Bytes of their payloads.
    public long bytes() {
        return listener.bytes();
    }

    /// Sockets that have ended.
    public int ended() {
        return listener.opening().ended();
    }

    /// The sockets, for sending.
    public List<LoadSocket> sockets() {
        return List.copyOf(sockets);
    }

    @Override
    public void close() {
        sockets.forEach(LoadSocket::abort);
    }
}
