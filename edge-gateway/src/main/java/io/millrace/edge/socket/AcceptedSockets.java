package io.millrace.edge.socket;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Sees every TCP connection at the moment it is accepted, before TLS and before its first byte.
///
/// Helidon configures each accepted socket through its options, and that is the only public place where the
/// plain [Socket] is in reach: later one has no way to give a silent client a deadline, nor to break a TLS
/// connection whose writer is blocked. The connection is found again by its two addresses when Helidon asks for
/// its protocol.
final class AcceptedSockets implements SocketOptions {
    private record Addresses(SocketAddress remote, SocketAddress local) {}

    private final SocketOptions options;
    private final Sweeper sweeper;
    private final SocketSettings settings;
    private final SocketMetrics metrics;
    private final ConcurrentMap<Addresses, Link> unclaimed = new ConcurrentHashMap<>();

    AcceptedSockets(SocketOptions options, Sweeper sweeper, SocketSettings settings, SocketMetrics metrics) {
        this.options = options;
        this.sweeper = sweeper;
        this.settings = settings;
        this.metrics = metrics;
    }

    /// @throws CloseConnectionException when there are too many connections; Helidon then closes the socket.
    ///     Its own limit cannot be used: it loses a permit with each TLS handshake that fails, and without any
    ///     limit a lack of file descriptors ends the listener
    @Override
    public void configureSocket(Socket socket) {
        if (sweeper.watched() >= settings.maxConnections()) {
            metrics.connectionRefused();
            throw new CloseConnectionException("too many connections");
        }
        options.configureSocket(socket);
        Link link = new Link(socket);
        link.requestWithin(settings.handshakeTimeout());
        Addresses addresses = new Addresses(socket.getRemoteSocketAddress(), socket.getLocalSocketAddress());
        unclaimed.put(addresses, link);
        sweeper.watch(link, new Owner() {
            @Override
            public void broken() {
                unclaimed.remove(addresses, link);
                if (link.expiry() != null) {
                    metrics.handshakeTimedOut();
                }
            }
        });
    }

    /// The connection behind a context; the caller must tell the sweeper to forget it at its end.
    ///
    /// @throws CloseConnectionException when it is already broken
    Link claim(ConnectionContext context) {
        Addresses addresses = new Addresses(
                context.remotePeer().address(), context.localPeer().address());
        Link link = unclaimed.remove(addresses);
        if (link == null) {
            throw new CloseConnectionException("connection broke before its protocol was known");
        }
        sweeper.claim(link, Owner.HELIDON);
        return link;
    }

    int waiting() {
        return unclaimed.size();
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
