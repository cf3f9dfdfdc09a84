package io.millrace.edge.socket;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/// Helidon's HTTP/1.1 with our deadlines and our upgrade. Must be the only protocol of its listener: with a
/// choice, Helidon would wait for the first bytes before it asks.
final class GuardedSelector implements ServerConnectionSelector {
    /// A client of server-sent events begins with a message in the query, where a byte may take three.
    private static final int PERCENT_ENCODED = 3;

    private static final int PATH = 1024;

    private final AcceptedSockets accepted;
    private final Sweeper sweeper;
    private final SocketSettings settings;
    private final SocketMetrics metrics;
    private final Http1ConnectionSelector http1;

    GuardedSelector(
            AcceptedSockets accepted,
            Sweeper sweeper,
            SocketSettings settings,
            SocketMetrics metrics,
            Http1Upgrader upgrader) {
        this.accepted = accepted;
        this.sweeper = sweeper;
        this.settings = settings;
        this.metrics = metrics;
        this.http1 = Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .maxPrologueLength(PERCENT_ENCODED * settings.maxMessageBytes() + PATH)
                        .addReceiveListener(new Received())
                        .addSendListener(new Sent())
                        .build())
                .addUpgrader(upgrader)
                .build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        GuardedContext guarded = new GuardedContext(context, accepted.claim(context), settings);
        return new GuardedConnection(http1.connection(guarded), guarded, sweeper, settings.closeTimeout(), metrics);
    }

    private static final class Received implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext context, Headers headers) {
            ((GuardedContext) context).phases().headersComplete();
            // Helidon looks for its upgrader by the exact value, RFC 6455 section 4.2.1 wants any case and a list.
            if (headers instanceof WritableHeaders<?> writable
                    && HeaderTokens.contain(writable, HeaderNames.UPGRADE, UpgradeRoutes.PROTOCOL)) {
                writable.set(HeaderNames.UPGRADE, UpgradeRoutes.PROTOCOL);
            }
        }
    }

    private static final class Sent implements Http1ConnectionListener {
        @Override
        public void status(ConnectionContext context, Status status) {
            ((GuardedContext) context).phases().answered();
        }
    }
}
