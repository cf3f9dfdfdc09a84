package io.millrace.load.scenario;

/// How the protocol is written on the wire.
public enum Encoding {
    /// Text messages, commands separated by newlines.
    JSON,
    /// Binary messages, commands with their lengths before them.
    PROTOBUF
}
