package io.millrace.faults.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Sends a byte to an echo server on the loopback address every 50 ms, on one connection, and says `heard`
/// when it comes back and `silence` when it does not within 300 ms.
public final class Caller {

    private Caller() {}

    /// Runs for at most a minute.
    ///
    /// @param args the server's port
    public static void main(String[] args) throws IOException, InterruptedException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 5_000);
            socket.setSoTimeout(300);
            socket.setTcpNoDelay(true);
            long end = System.nanoTime() + 60_000_000_000L;
            while (System.nanoTime() < end) {
                System.out.println(call(socket));
                Thread.sleep(50);
            }
        }
    }

    private static String call(Socket socket) throws IOException {
        socket.getOutputStream().write('x');
        try {
            return socket.getInputStream().read() == 'x' ? "heard" : "end";
        } catch (SocketTimeoutException e) {
            return "silence";
        }
    }
}
