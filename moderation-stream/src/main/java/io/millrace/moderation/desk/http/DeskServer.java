package io.millrace.moderation.desk.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.health.OpsFeature;
import io.millrace.runtime.health.OpsServer;
import java.util.Map;

/// The listener of the desk: REST, page, health and metrics.
public final class DeskServer implements AutoCloseable {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String PAGE = "/moderation/";
    private static final String API = "/v1/moderation";

    private final WebServer server;

    private DeskServer(WebServer server) {
        this.server = server;
    }

    /// Starts to listen.
    ///
    /// @param services by path below the API
    /// @throws IllegalStateException when the address is taken
    static DeskServer open(
            OpsServer.Address address, Map<String, HttpService> services, HealthChecks health, MeterRegistry meters) {
        WebServer server = WebServer.builder()
                .host(address.host())
                .port(address.port())
                .shutdownHook(false)
                .addFeature(OpsFeature.of(health, meters))
                .routing(routing -> {
                    secure(routing);
                    services.forEach((path, service) -> routing.register(API + path, service));
                    routing.any(API + "/*", (_, response) -> Api.nothing(response));
                    page(routing);
                })
                .build();
        OpsFeature.start(server, address.host(), address.port());
        return new DeskServer(server);
    }

    /// The port that is listened on.
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void secure(HttpRouting.Builder routing) {
        routing.addFilter((chain, _, response) -> {
            response.header(HeaderValues.create("X-Content-Type-Options", "nosniff"));
            response.header(
                    HeaderValues.create(HeaderNames.create("Content-Security-Policy"), CONTENT_SECURITY_POLICY));
            response.header(HeaderValues.create("Referrer-Policy", "no-referrer"));
            response.header(HeaderValues.create("Cross-Origin-Opener-Policy", "same-origin"));
            chain.proceed();
        });
    }

    private static void page(HttpRouting.Builder routing) {
        routing.get(
                "/",
                (_, response) -> response.status(Status.SEE_OTHER_303)
                        .header(HeaderValues.create(HeaderNames.LOCATION, PAGE))
                        .send());
        routing.register(
                "/moderation",
                StaticContentFeature.createService(ClasspathHandlerConfig.builder()
                        .location("/moderation-desk")
                        .welcome("index.html")
                        .build()));
    }
}
