package io.millrace.faults.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Answers every byte with itself, and remembers how each connection ended.
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    /// `end` or `reset`, one for each connection that is over.
    BlockingQueue<String> ends() {
        return ends;
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
            socket.getInputStream().transferTo(socket.getOutputStream());
            ends.add("end");
        } catch (IOException e) {
            ends.add("reset");
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
