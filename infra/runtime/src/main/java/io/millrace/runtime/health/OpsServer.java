package io.millrace.runtime.health;

import io.helidon.metrics.api.MeterRegistry;
import io.helidon.webserver.WebServer;
import io.millrace.runtime.config.Section;

/// The HTTP listener of a service that has no public one: health and metrics only.
public final class OpsServer implements AutoCloseable {

    private final WebServer server;

    private OpsServer(WebServer server) {
        this.server = server;
    }

    /// Where to listen.
    ///
    /// @param host address to bind
    /// @param port 0 for any free one, up to 65535
    public record Address(String host, int port) {

        /// Reads `host` and `port`.
        public static Address read(Section section, int defaultPort) {
            return new Address(section.text("host", "127.0.0.1"), section.integer("port", defaultPort, 0, 65_535));
        }
    }

    /// Starts to listen.
    ///
    /// @throws IllegalStateException when the address is taken
    public static OpsServer open(Address address, HealthChecks checks, MeterRegistry meters) {
        WebServer server = WebServer.builder()
                .host(address.host())
                .port(address.port())
                .shutdownHook(false)
                .addFeature(OpsFeature.of(checks, meters))
                .build();
        OpsFeature.start(server, address.host(), address.port());
        return new OpsServer(server);
    }

    /// The port that is listened on.
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
