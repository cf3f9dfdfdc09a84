package io.millrace.faults.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/// Answers every byte with itself.
final class Echo implements AutoCloseable {

    private final ServerSocket listener;
    private final AtomicLong heard = new AtomicLong();

    Echo() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Bytes that came.
    long heard() {
        return heard.get();
    }

    private void acceptAll() {
        while (true) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            for (int read = socket.getInputStream().read();
                    read >= 0;
                    read = socket.getInputStream().read()) {
                heard.incrementAndGet();
                socket.getOutputStream().write(read);
            }
        } catch (IOException ended) {
            // so has the client
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
