package io.millrace.edge.http;

import io.helidon.common.configurable.Resource;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import io.millrace.edge.api.ApiDoor;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.edge.session.EdgeServices;
import io.millrace.edge.session.SessionRegistry;
import io.millrace.edge.socket.SocketMetrics;
import io.millrace.edge.socket.SocketServer;
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.health.OpsFeature;
import java.util.Map;

/// The listener of an edge.
public final class HttpFront implements AutoCloseable {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final SocketServer sockets;
    private final WebServer server;

    private HttpFront(SocketServer sockets, WebServer server) {
        this.sockets = sockets;
        this.server = server;
    }

    /// Starts to listen.
    ///
    /// @param api answers the requests of the server API
    /// @throws IllegalStateException when the address is taken
    public static HttpFront open(
            EdgeServices services,
            SessionRegistry sessions,
            EmulationRouter emulation,
            HealthChecks health,
            ApiDoor api,
            MeterRegistry meters,
            SocketMetrics metrics) {
        EdgeConfig config = services.config();
        ClientDoor door = new ClientDoor(services, sessions, health);
        SocketServer sockets =
                SocketServer.open(config.sockets(), Map.of(ClientEndpoint.PATH, new ClientEndpoint(door)), metrics);
        try {
            WebServerConfig.Builder builder = WebServer.builder()
                    .host(config.http().host())
                    .port(config.http().port())
                    .shutdownHook(false)
                    .addFeature(OpsFeature.of(health, meters));
            config.http().tls().ifPresent(tls -> builder.tls(tls(tls)));
            sockets.install(builder);
            WebServer server = builder.routing(routing -> {
                        sockets.route(routing);
                        secure(routing);
                        if (config.http().streams()) {
                            streams(
                                    routing,
                                    door,
                                    sockets,
                                    emulation,
                                    config.sockets().maxMessageBytes());
                        }
                        new AppealEndpoint(services, health, new CrossOrigin(sockets)).route(routing);
                        routing.register(ApiEndpoint.PATH, new ApiEndpoint(api, health));
                        if (config.http().page()) {
                            page(routing);
                        }
                    })
                    .build();
            OpsFeature.start(server, config.http().host(), config.http().port());
            return new HttpFront(sockets, server);
        } catch (RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    /// The port that is listened on.
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        sockets.close();
    }

    private static void secure(HttpRouting.Builder routing) {
        routing.addFilter((chain, request, response) -> {
            response.header(HeaderValues.create("X-Content-Type-Options", "nosniff"));
            response.header(
                    HeaderValues.create(HeaderNames.create("Content-Security-Policy"), CONTENT_SECURITY_POLICY));
            response.header(HeaderValues.create("Referrer-Policy", "no-referrer"));
            chain.proceed();
        });
    }

    private static void streams(
            HttpRouting.Builder routing,
            ClientDoor door,
            SocketServer sockets,
            EmulationRouter emulation,
            int maxMessageBytes) {
        CrossOrigin origins = new CrossOrigin(sockets);
        new StreamEndpoint(door, sockets, emulation, origins, maxMessageBytes).route(routing);
        new EmulationEndpoint(emulation, origins, maxMessageBytes).route(routing);
    }

    private static void page(HttpRouting.Builder routing) {
        routing.register(
                "/",
                StaticContentFeature.createService(ClasspathHandlerConfig.builder()
                        .location("/web")
                        .welcome("index.html")
                        .build()));
    }

    private static Tls tls(EdgeConfig.Tls files) {
        return Tls.builder()
                .privateKey(key -> key.pem(pem -> pem.key(Resource.create(files.key()))))
                .privateKeyCertChain(chain -> chain.pem(pem -> pem.certChain(Resource.create(files.certificate()))))
                .addEnabledProtocol("TLSv1.3")
                .build();
    }
}
