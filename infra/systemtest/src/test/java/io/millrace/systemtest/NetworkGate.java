package io.millrace.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A relay before an edge that can be shut like a failing network: connections are dropped, new ones refused.
final class NetworkGate implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final ExecutorService relays = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    private NetworkGate(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    static NetworkGate before(int port) throws IOException {
        NetworkGate gate = new NetworkGate(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), port);
        gate.relays.execute(gate::accept);
        return gate;
    }

    String webSocket() {
        return "ws://127.0.0.1:" + server.getLocalPort() + "/connection/websocket";
    }

    void shut() {
        open = false;
        sockets.forEach(NetworkGate::drop);
    }

    void reopen() {
        open = true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        shut();
        relays.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                if (open) {
                    connect(near);
                } else {
                    drop(near);
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException("the gate is broken", e);
                }
            }
        }
    }

    private void connect(Socket near) throws IOException {
        Socket far = new Socket();
        sockets.add(near);
        sockets.add(far);
        far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
        relays.execute(() -> relay(near, far));
        relays.execute(() -> relay(far, near));
        if (!open) {
            // Shut while this connection was being made.
            drop(near);
            drop(far);
        }
    }

    private void relay(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side is gone, which is what this class is for.
        } finally {
            drop(from);
            drop(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }
}
