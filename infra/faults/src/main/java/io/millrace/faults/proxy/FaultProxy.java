package io.millrace.faults.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A TCP proxy on the loopback address whose network can be made bad, for all its connections at once and while
/// they live. Without a fault it passes every byte, end and reset on.
///
/// Thread-safe. It needs no rights; its threads are virtual.
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration REBIND = Duration.ofSeconds(5);

    private final InetSocketAddress upstream;
    private final int port;
    private final Map<Direction, Lane> lanes = new EnumMap<>(Direction.class);
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private @Nullable Listener listener;
    private volatile boolean closed;

    private record Listener(ServerSocket socket, Thread acceptor) {}

    private FaultProxy(InetSocketAddress upstream) throws IOException {
        this.upstream = upstream;
        for (Direction direction : Direction.values()) {
            lanes.put(direction, new Lane());
        }
        ServerSocket first = listen(0);
        this.port = first.getLocalPort();
        start(first);
    }

    /// Listens on a free port and passes everything on to the address, which need not answer yet.
    ///
    /// @throws UncheckedIOException when it cannot listen
    public static FaultProxy launch(InetSocketAddress upstream) {
        try {
            return new FaultProxy(upstream);
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy cannot listen", e);
        }
    }

    /// Where it listens on 127.0.0.1; the same as long as it lives.
    public int port() {
        return port;
    }

    /// Connections under way.
    public int connections() {
        return passages.size();
    }

    /// Gives a direction another shape, from now on.
    public void shape(Direction direction, Shape shape) {
        Objects.requireNonNull(lanes.get(direction)).set(shape);
        passages.forEach(Passage::resetIfLossy);
    }

    /// Gives both directions the same shape, from now on.
    public void shape(Shape shape) {
        shape(Direction.TO_SERVER, shape);
        shape(Direction.TO_CLIENT, shape);
    }

    /// Ends every connection with a reset, on both sides; new ones are welcome.
    public void reset() {
        passages.forEach(Passage::reset);
    }

    /// Refuses new connections, as if nobody listened; those under way go on.
    public synchronized void refuse() {
        Listener open = listener;
        listener = null;
        if (open != null) {
            stop(open);
        }
    }

    /// Takes new connections again.
    ///
    /// @throws UncheckedIOException when another program has taken the port
    public synchronized void accept() {
        if (listener != null) {
            return;
        }
        long end = System.nanoTime() + REBIND.toNanos();
        while (true) {
            try {
                start(listen(port));
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end >= 0) {
                    throw new UncheckedIOException("the proxy cannot listen on port " + port + " again", e);
                }
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    /// Refuses, and resets what is open.
    @Override
    public void close() {
        closed = true;
        refuse();
        reset();
    }

    void forget(Passage passage) {
        passages.remove(passage);
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true); // connections of before may still use the port
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void start(ServerSocket socket) {
        Thread acceptor = Thread.ofVirtual().name("fault-proxy-" + port).start(() -> acceptAll(socket));
        listener = new Listener(socket, acceptor);
    }

    private void acceptAll(ServerSocket socket) {
        while (true) {
            Socket client;
            try {
                client = socket.accept();
            } catch (IOException closed) {
                return;
            }
            Thread.ofVirtual().start(() -> connect(client));
        }
    }

    /// A server that is not there shows as a reset: the connection was already taken.
    private void connect(Socket client) {
        Socket server = new Socket();
        Passage passage = new Passage(client, server, lanes, this);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(upstream, CONNECT_MILLIS);
        } catch (IOException e) {
            passage.reset();
            return;
        }
        passages.add(passage);
        passage.start();
        if (closed) {
            passage.reset();
        }
    }

    /// The kernel takes connections until the acceptor has let go of the socket.
    private static void stop(Listener listener) {
        try {
            listener.socket().close();
            listener.acceptor().join();
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy cannot stop to listen", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
