package io.millrace.faults.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// One connection through the proxy: the client's socket, ours to the server, and a pump for each direction.
final class Passage {

    private final Socket client;
    private final Socket server;
    private final Map<Direction, Lane> lanes;
    private final FaultProxy proxy;
    private final Pump toServer;
    private final Pump toClient;
    private final AtomicInteger open = new AtomicInteger(2);
    private volatile List<Thread> threads = List.of();

    Passage(Socket client, Socket server, Map<Direction, Lane> lanes, FaultProxy proxy) {
        this.client = client;
        this.server = server;
        this.lanes = lanes;
        this.proxy = proxy;
        this.toServer = new Pump(client, server, lane(Direction.TO_SERVER), this);
        this.toClient = new Pump(server, client, lane(Direction.TO_CLIENT), this);
    }

    void start() {
        threads = List.of(
                Thread.ofVirtual().unstarted(toServer::read),
                Thread.ofVirtual().unstarted(toServer::write),
                Thread.ofVirtual().unstarted(toClient::read),
                Thread.ofVirtual().unstarted(toClient::write));
        threads.forEach(Thread::start);
    }

    /// Resets the connection if a direction lost something and is open again.
    void resetIfLossy() {
        if (toServer.mustEnd() || toClient.mustEnd()) {
            reset();
        }
    }

    /// A side is gone, seen by reading from it: the other side learns it unless the news cannot pass.
    void broken(Pump pump, Lane news) {
        if (news.isCut()) {
            pump.lose();
        } else {
            reset();
        }
    }

    /// A side is gone, seen by writing to it: its answer, a reset, travels the other way.
    void unreachable(Pump pump) {
        broken(pump, lane(pump == toServer ? Direction.TO_CLIENT : Direction.TO_SERVER));
    }

    /// One direction has come to its end.
    void ended() {
        if (open.decrementAndGet() == 0) {
            close(client);
            close(server);
            proxy.forget(this);
        }
    }

    /// Ends both sides at once, with a reset.
    void reset() {
        for (Socket socket : List.of(client, server)) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException alreadyClosed) {
                continue;
            }
            close(socket);
        }
        threads.forEach(Thread::interrupt);
        proxy.forget(this);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a socket cannot be closed", e);
        }
    }

    private Lane lane(Direction direction) {
        return Objects.requireNonNull(lanes.get(direction));
    }
}
