package io.millrace.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// TCP ports of the loopback address.
///
/// A free port that somebody else has to bind later is a race. It is made small: numbers come from below the range
/// that Linux gives to outgoing connections (32768 and up), in random order so that parallel builds rarely meet, and
/// are handed out once per JVM. All methods may be called from any thread.
public final class Ports {

    private static final int FIRST = 18_000;
    private static final int LAST = 31_999;
    private static final int ATTEMPTS = 2_000;
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /// A port that nobody listens on now and that this JVM has not been given before.
    ///
    /// @throws EmbeddedServerException when none was found
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int candidate = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (HANDED_OUT.add(candidate) && isFree(candidate)) {
                return candidate;
            }
        }
        throw new EmbeddedServerException("No free port between " + FIRST + " and " + LAST + " on 127.0.0.1");
    }

    /// Whether a server could listen on the port of the loopback address now.
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as servers do: connections of a predecessor in TIME_WAIT are no obstacle
            socket.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /// Fails with a sentence that names the port when somebody listens on it, and goes on doing so for a second: a
    /// process that has just been killed still has its sockets for a moment.
    static void requireFree(int port, String server) {
        long end = System.nanoTime() + GRACE.toNanos();
        while (!isFree(port)) {
            if (System.nanoTime() - end >= 0) {
                throw new EmbeddedServerException(server + " cannot listen on port " + port
                        + " of 127.0.0.1: the port is taken by another program");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// A listening channel on the port, or on any free one for 0.
    static ServerSocketChannel bind(int port, String server) {
        if (port != 0) {
            requireFree(port, server);
        }
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                return channel.bind(new InetSocketAddress(loopback(), port));
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    server + " cannot listen on port " + port + " of 127.0.0.1: " + failure.getMessage(), failure);
        }
    }

    static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new AssertionError("four bytes are an IPv4 address", impossible);
        }
    }
}
