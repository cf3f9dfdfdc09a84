package io.millrace.load.socket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// How sockets are opened.
///
/// @param threads event loops, at least 1; one is good for some 100,000 messages a second
/// @param sources local addresses taken in turn; empty leaves the choice to the kernel. One address has some
///     28,000 ports to one target.
/// @param connectsUnderWay handshakes at the same time, at least 1
/// @param connectsPerSecond new connections a second, 0 for no limit
/// @param handshakeTimeout from the start of the TCP connection to the answer
/// @param messageBytes longest message of a server, in bytes
public record SocketSettings(
        int threads,
        List<InetAddress> sources,
        int connectsUnderWay,
        int connectsPerSecond,
        Duration handshakeTimeout,
        int messageBytes) {

    private static final int PORTS_PER_SOURCE = 25_000;

    /// @throws IllegalArgumentException when a number is out of its range
    public SocketSettings {
        sources = List.copyOf(sources);
        require(threads >= 1, "threads must be at least 1, is " + threads);
        require(connectsUnderWay >= 1, "connectsUnderWay must be at least 1, is " + connectsUnderWay);
        require(connectsPerSecond >= 0, "connectsPerSecond must not be negative, is " + connectsPerSecond);
        require(handshakeTimeout.isPositive(), "handshakeTimeout must be positive, is " + handshakeTimeout);
        require(messageBytes >= 1, "messageBytes must be at least 1, is " + messageBytes);
    }

    /// One thread, any source, 256 handshakes at a time, 10 s for each, messages up to 4 MiB.
    public static SocketSettings standard() {
        return new SocketSettings(1, List.of(), 256, 0, Duration.ofSeconds(10), 4 << 20);
    }

    /// As many addresses from `127.0.0.1` on as that many sockets to one server on this machine need.
    public static List<InetAddress> loopback(int sockets) {
        int count = Math.max(1, Math.ceilDiv(sockets, PORTS_PER_SOURCE));
        return loopbackAddresses(count);
    }

    /// The addresses `127.0.0.1` to `127.0.0.count`.
    ///
    /// @param count 1 to 254
    public static List<InetAddress> loopbackAddresses(int count) {
        require(count >= 1 && count <= 254, "loopback addresses must be 1 to 254, are " + count);
        return IntStream.rangeClosed(1, count)
                .mapToObj(SocketSettings::loopbackAddress)
                .toList();
    }

    public SocketSettings withThreads(int count) {
        return new SocketSettings(count, sources, connectsUnderWay, connectsPerSecond, handshakeTimeout, messageBytes);
    }

    public SocketSettings withSources(List<InetAddress> addresses) {
        return new SocketSettings(
                threads, addresses, connectsUnderWay, connectsPerSecond, handshakeTimeout, messageBytes);
    }

    public SocketSettings withConnectsUnderWay(int count) {
        return new SocketSettings(threads, sources, count, connectsPerSecond, handshakeTimeout, messageBytes);
    }

    public SocketSettings withConnectsPerSecond(int count) {
        return new SocketSettings(threads, sources, connectsUnderWay, count, handshakeTimeout, messageBytes);
    }

    public SocketSettings withHandshakeTimeout(Duration timeout) {
        return new SocketSettings(threads, sources, connectsUnderWay, connectsPerSecond, timeout, messageBytes);
    }

    private static InetAddress loopbackAddress(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
