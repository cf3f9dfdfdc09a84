package io.millrace.edge.socket;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// A real web server on a free port of the loopback interface, with `/socket` and the plain route `/plain`.
final class TestServer implements AutoCloseable {
    static final SocketSettings SETTINGS = SocketSettings.defaults();

    final BlockingQueue<RecordingHandler> handlers = new LinkedBlockingQueue<>();
    final List<Handshake> handshakes = new CopyOnWriteArrayList<>();
    final CountingMetrics metrics = new CountingMetrics();
    private final SocketServer sockets;
    private final WebServer server;

    private TestServer(SocketSettings settings, Function<TestServer, SocketAcceptor> acceptor, Optional<Tls> tls) {
        sockets = SocketServer.open(settings, Map.of("/socket", acceptor.apply(this)), metrics);
        WebServerConfig.Builder builder = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofSeconds(2));
        tls.ifPresent(builder::tls);
        sockets.install(builder);
        server = builder.routing(routing -> {
                    sockets.route(routing);
                    routing.get("/plain", (request, response) -> response.send("plain"));
                    routing.post(
                            "/plain",
                            (request, response) ->
                                    response.send("got " + request.content().as(String.class)));
                    routing.get("/large", (request, response) -> response.send(new byte[32 * 1024 * 1024]));
                })
                .build()
                .start();
    }

    static TestServer start(SocketSettings settings, Supplier<RecordingHandler> handler) {
        return start(settings, handler, Optional.empty());
    }

    static TestServer start(SocketSettings settings, Supplier<RecordingHandler> handler, Optional<Tls> tls) {
        return new TestServer(settings, server -> handshake -> server.accept(handshake, handler), tls);
    }

    static TestServer echo() {
        return start(SETTINGS, RecordingHandler.Echo::new);
    }

    static TestServer admitting(SocketAcceptor acceptor) {
        return new TestServer(SETTINGS, server -> acceptor, Optional.empty());
    }

    int port() {
        return server.port();
    }

    int connections() {
        return sockets.connections();
    }

    /// The handler of the next connection that opened.
    RecordingHandler handler() {
        try {
            RecordingHandler handler = handlers.poll(20, TimeUnit.SECONDS);
            if (handler == null) {
                throw new AssertionError("no connection came");
            }
            return handler;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    void stop() {
        server.stop();
        sockets.close();
    }

    @Override
    public void close() {
        stop();
    }

    private Admission accept(Handshake handshake, Supplier<RecordingHandler> supplier) {
        handshakes.add(handshake);
        RecordingHandler handler = supplier.get();
        handlers.add(handler);
        return handshake.subprotocols().contains("chat")
                ? Admission.accept(handler, "chat")
                : Admission.accept(handler);
    }
}
