package io.millrace.edge.socket;

import java.util.Optional;

/// An acceptor's answer to a handshake.
public sealed interface Admission {
    /// Upgrade and hand the connection to `handler`.
    ///
    /// @param subprotocol one of those offered, or empty for none
    record Accepted(SocketHandler handler, Optional<String> subprotocol) implements Admission {}

    /// Answer with an HTTP status and close.
    ///
    /// @param status 400 to 599
    /// @param text short plain text for the body
    record Refused(int status, String text) implements Admission {
        /// Refuses statuses that are no refusal.
        public Refused {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("a refusal has a status from 400 to 599, not " + status);
            }
        }
    }

    /// Accepts without a subprotocol.
    static Admission accept(SocketHandler handler) {
        return new Accepted(handler, Optional.empty());
    }

    /// Accepts with one of the offered subprotocols.
    static Admission accept(SocketHandler handler, String subprotocol) {
        return new Accepted(handler, Optional.of(subprotocol));
    }

    /// Refuses, for instance with 503 while draining.
    static Admission refuse(int status, String text) {
        return new Refused(status, text);
    }
}
