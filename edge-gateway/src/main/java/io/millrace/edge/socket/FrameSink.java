package io.millrace.edge.socket;

/// Takes what a [FrameDecoder] finds. Arrays are valid only during the call.
interface FrameSink {
    /// One whole message, already validated.
    void message(MessageKind kind, byte[] payload, int length);

    /// A ping that wants its payload back.
    void ping(byte[] payload);

    /// A pong; RFC 6455 section 5.5.3 allows unsolicited ones.
    void pong(byte[] payload);

    /// The peer's close frame; nothing follows it.
    ///
    /// @param code [CloseCodes#NO_STATUS] when the frame was empty
    void close(int code, String reason);
}
