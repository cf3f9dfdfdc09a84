package io.millrace.edge.socket;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts WebSockets, and deadlines for all its connections, on one listener of a Helidon web server.
///
/// ```java
/// SocketServer sockets = SocketServer.open(settings, Map.of("/connection/websocket", acceptor),
/// SocketMetrics.NONE); WebServerConfig.Builder builder = WebServer.builder().port(8080);
/// sockets.install(builder);
/// WebServer server = builder.routing(routing -> sockets.route(routing)).build().start();
/// // at the end
/// server.stop();
/// sockets.close();
/// ```
///
/// Plain HTTP/1.1 routes and TLS of the same listener work as before. Stopping the web server refuses new
/// connections; [#close] then ends the open sockets.
public final class SocketServer implements AutoCloseable {
    /// Bytes, of which Linux uses twice as many. It wakes a blocked writer when a third is free again, which is
    /// all that the write timeout sees of a peer that reads. Left to itself it makes the buffer megabytes
    /// large: slow readers would be dropped as dead, and each would keep that much memory past the limit of
    /// its outbox.
    private static final int SEND_BUFFER = 64 << 10;

    private final SocketSettings settings;
    private final Map<String, SocketAcceptor> acceptors;
    private final SocketMetrics metrics;
    private final Sweeper sweeper;
    private final OriginPolicy origins;

    private SocketServer(
            SocketSettings settings, Map<String, SocketAcceptor> acceptors, SocketMetrics metrics, Sweeper sweeper) {
        this.settings = settings;
        this.acceptors = Map.copyOf(acceptors);
        this.metrics = metrics;
        this.sweeper = sweeper;
        this.origins = new OriginPolicy(settings.allowedOrigins(), settings.sameHostAllowed());
    }

    /// Starts the thread that watches deadlines.
    ///
    /// @param acceptors by exact, decoded path
    public static SocketServer open(
            SocketSettings settings, Map<String, SocketAcceptor> acceptors, SocketMetrics metrics) {
        return new SocketServer(settings, acceptors, metrics, Sweeper.start(settings));
    }

    /// Makes a listener serve these sockets. Replaces its protocols (HTTP/1.1 only) and its connection options
    /// (`TCP_NODELAY` and keep-alive on, a send buffer of 64 KiB).
    ///
    /// @param listener the builder of a web server or of a further listener, not yet built
    public void install(ListenerConfig.BuilderBase<?, ?> listener) {
        install(
                listener,
                SocketOptions.builder()
                        .tcpNoDelay(true)
                        .socketSendBufferSize(SEND_BUFFER)
                        .build());
    }

    /// The same with other TCP options.
    public void install(ListenerConfig.BuilderBase<?, ?> listener, SocketOptions options) {
        AcceptedSockets accepted = new AcceptedSockets(options, sweeper, settings, metrics);
        UpgradeRoutes upgrades = new UpgradeRoutes(acceptors, sweeper, settings, metrics);
        listener.connectionOptions(accepted);
        listener.protocolsDiscoverServices(false);
        listener.addConnectionSelector(new GuardedSelector(accepted, sweeper, settings, metrics, upgrades));
    }

    /// Answers 426 on the paths of the sockets to requests that do not ask for an upgrade. Optional.
    public void route(HttpRouting.Builder routing) {
        for (String path : acceptors.keySet()) {
            routing.any(
                    path,
                    (request, response) -> response.status(Status.create(426))
                            .header(HeaderNames.UPGRADE, UpgradeRoutes.PROTOCOL)
                            .send("a WebSocket handshake is expected here"));
        }
    }

    /// Whether a page of that origin may do what WebSockets of that origin may.
    ///
    /// @param origins all values of the header `Origin`
    /// @param host the header `Host`
    public boolean admits(List<String> origins, Optional<String> host) {
        return this.origins.admits(origins, host);
    }

    /// Answers a request, whose body must have been read, with a stream of messages that lasts until one side
    /// ends it. Call it as the last step of a route, on a listener where these sockets are installed, and throw
    /// what it returns.
    ///
    /// @param first message for the handler, which came with the request
    /// @param handler hears nothing when this throws
    /// @param uplinks by which messages for the handler come
    /// @throws RuntimeException when the response cannot become a stream; it can still be another one then
    public CloseConnectionException stream(
            ServerRequest request, StreamOpening opening, byte[] first, SocketHandler handler, Uplinks uplinks) {
        if (!(request.remotePeer() instanceof GuardedPeer peer)) {
            throw new IllegalStateException("the listener does not serve these sockets");
        }
        byte[] head = StreamHead.of(opening.framing(), opening.headers());
        GuardedContext context = peer.context();
        Link link = context.link();
        StreamConnection stream = new StreamConnection(link, sweeper, settings, metrics, handler, opening);
        uplinks.add(opening.session(), stream);
        Runnable atEnd = () -> uplinks.remove(opening.session());
        link.requestArrived();
        sweeper.claim(link, stream);
        byte[] ignored = context.upgrade();
        if (context.takeOver()) {
            stream.start(head, first, atEnd);
        } else {
            stream.run(head, first, atEnd);
        }
        return new CloseConnectionException("the response was streamed, " + ignored.length + " bytes left over");
    }

    /// Connections that are watched now, WebSockets and plain HTTP.
    public int connections() {
        return sweeper.watched();
    }

    /// Closes every open socket with 1001, waits for the answers as long as the close timeout, and breaks the
    /// connections that are then still there. Call it after the web server has stopped.
    @Override
    public void close() {
        sweeper.goodbye(settings.closeTimeout());
        sweeper.close();
    }
}
