package io.millrace.load.record;

/// What is timed, in microseconds. The names in lower case are keys of reports.
public enum Timing {
    /// From when a publication was due to its arrival at one member. Only those due while steady.
    DELIVERY,
    /// From when a publication was due to its sender's acknowledgement. Only those due while steady.
    ACK,
    /// From the start of a TCP connection to the answer of connect.
    CONNECT,
    /// From a subscribe to its answer; first ones and moves.
    SUBSCRIBE,
    /// From the loss of a connection until the client's rooms are live again.
    RECOVERY,
    /// From a presence question to its answer.
    PRESENCE
}
