package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
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
    final Uplinks uplinks = new Uplinks();
    private final Supplier<RecordingHandler> streamHandlers;
    private final SocketServer sockets;
    private final WebServer server;

    private TestServer(
            SocketSettings settings,
            Function<TestServer, SocketAcceptor> acceptor,
            Supplier<RecordingHandler> streamHandlers,
            Optional<Tls> tls) {
        this.streamHandlers = streamHandlers;
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
                    routing.post("/stream", this::stream);
                    routing.get("/large", (request, response) -> response.send(new byte[32 * 1024 * 1024]));
                })
                .build()
                .start();
    }

    static TestServer start(SocketSettings settings, Supplier<RecordingHandler> handler) {
        return start(settings, handler, Optional.empty());
    }

    static TestServer start(SocketSettings settings, Supplier<RecordingHandler> handler, Optional<Tls> tls) {
        return new TestServer(settings, server -> handshake -> server.accept(handshake, handler), handler, tls);
    }

    static TestServer echo() {
        return start(SETTINGS, RecordingHandler.Echo::new);
    }

    static TestServer admitting(SocketAcceptor acceptor) {
        return new TestServer(SETTINGS, server -> acceptor, RecordingHandler::new, Optional.empty());
    }

    /// Streams by the rules of the query; the name of the session is the body of the request.
    private void stream(ServerRequest request, ServerResponse response) {
        byte[] body = request.content().as(byte[].class);
        RecordingHandler handler = streamHandlers.get();
        handlers.add(handler);
        StreamFraming framing = StreamFraming.valueOf(request.query().get("framing"));
        Farewell farewell = (code, reason) -> code < 3000
                ? Optional.empty()
                : Optional.of(EncodedFrame.of(
                        framing == StreamFraming.BINARY ? MessageKind.BINARY : MessageKind.TEXT,
                        (code + " " + reason).getBytes(UTF_8)));
        StreamOpening opening =
                new StreamOpening(new String(body, UTF_8), framing, farewell, Map.of("X-More", "of it"));
        throw sockets.stream(request, opening, body, handler, uplinks);
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
