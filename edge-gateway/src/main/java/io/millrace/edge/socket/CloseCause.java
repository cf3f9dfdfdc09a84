package io.millrace.edge.socket;

/// Who or what ended a connection. The first cause wins: what happens afterwards is a consequence.
public enum CloseCause {
    /// The peer's close frame came first.
    PEER,
    /// [ClientSocket#close] was called first.
    LOCAL,
    /// [ClientSocket#drop] was called first.
    DROPPED,
    /// The peer broke RFC 6455 or a size limit.
    PROTOCOL_ERROR,
    /// A callback of the handler threw.
    HANDLER_FAILURE,
    /// The peer ended the TCP stream without a close frame.
    END_OF_STREAM,
    /// The TCP connection broke.
    RESET,
    /// The peer took no bytes for the write timeout.
    WRITE_TIMEOUT,
    /// The web server stopped.
    SERVER_STOP
}
