package io.millrace.edge.http;

import io.millrace.edge.session.EdgeServices;
import io.millrace.edge.session.Session;
import io.millrace.edge.session.SessionRegistry;
import io.millrace.edge.session.Transport;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;

/// Lets clients in, over whatever transport they come. Thread-safe.
final class ClientDoor {

    private final EdgeServices services;
    private final SessionRegistry sessions;
    private final HealthChecks health;

    ClientDoor(EdgeServices services, SessionRegistry sessions, HealthChecks health) {
        this.services = services;
        this.sessions = sessions;
        this.health = health;
    }

    /// What becomes of a client.
    sealed interface Entry {
        /// It has a session, which must be told when the connection ends.
        record Open(Session session) implements Entry {}

        /// It is sent away with an HTTP status.
        record Closed(int status, String text) implements Entry {}
    }

    Entry enter(Transport transport) {
        Health ready = health.ready();
        if (!ready.up()) {
            return new Entry.Closed(503, "not ready: " + ready.detail());
        }
        if (!sessions.reserve()) {
            return new Entry.Closed(503, sessions.isDraining() ? "draining" : "connection limit reached");
        }
        return new Entry.Open(new Session(services, sessions, transport));
    }
}
