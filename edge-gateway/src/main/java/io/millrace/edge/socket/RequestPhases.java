package io.millrace.edge.socket;

import java.time.Duration;

/// Where a plain HTTP connection stands in its requests, and which deadline its next read has.
///
/// The first request must be complete within the handshake timeout from accept, later ones within the same time
/// from their first byte; between requests a connection may rest. The body of a request may keep us waiting for
/// the transfer timeout in sum. Used by the thread of the connection only.
final class RequestPhases {
    private enum Phase {
        HEAD,
        BODY,
        REST
    }

    private final Link link;
    private final SocketSettings settings;
    private Phase phase = Phase.HEAD;
    private Duration bodyTimeLeft = Duration.ZERO;
    private long waitingSince;

    RequestPhases(Link link, SocketSettings settings) {
        this.link = link;
        this.settings = settings;
    }

    /// A read is about to block.
    ///
    /// @param begun whether a part of the next request is already here
    void waiting(boolean begun, long now) {
        if (phase == Phase.REST && begun) {
            head();
        }
        if (phase == Phase.BODY) {
            waitingSince = now;
            link.requestWithin(bodyTimeLeft);
        }
    }

    /// The read brought bytes.
    void received(long now) {
        switch (phase) {
            case HEAD -> {}
            case BODY -> {
                bodyTimeLeft = bodyTimeLeft.minusNanos(now - waitingSince);
                link.requestArrived();
            }
            case REST -> head();
        }
    }

    /// The headers of a request are complete.
    void headersComplete() {
        phase = Phase.BODY;
        bodyTimeLeft = settings.transferTimeout();
        link.requestArrived();
    }

    /// A response has been started.
    void answered() {
        phase = Phase.REST;
        link.requestArrived();
    }

    private void head() {
        phase = Phase.HEAD;
        link.requestWithin(settings.handshakeTimeout());
    }
}
