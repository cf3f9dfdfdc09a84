package io.millrace.edge.socket;

/// Decides on each handshake for one path. Called on the connection's own virtual thread, so it may block, but
/// the peer waits.
@FunctionalInterface
public interface SocketAcceptor {
    /// Called after all checks of RFC 6455 section 4.2.1 and of the origin have passed.
    Admission admit(Handshake handshake);
}
