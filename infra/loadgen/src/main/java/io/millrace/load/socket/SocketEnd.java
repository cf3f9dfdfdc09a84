package io.millrace.load.socket;

/// Why there is no socket, or not any more.
public sealed interface SocketEnd {

    /// In plain words, with the address where that helps.
    String why();

    /// It never opened: no TCP connection, no answer to the handshake in time, or an answer that is not HTTP.
    record Unreachable(String why) implements SocketEnd {}

    /// The server answered the handshake with something else than 101.
    ///
    /// @param status of the HTTP answer
    record Refused(int status, String why) implements SocketEnd {}

    /// A close frame ended it, the server's or the answer to ours.
    ///
    /// @param code of RFC 6455 section 7.4, 1005 for a frame without one
    record Closed(int code, String reason) implements SocketEnd {

        @Override
        public String why() {
            return "closed with " + code + (reason.isEmpty() ? "" : " " + reason);
        }
    }

    /// The TCP connection ended without a close frame, from either side, or the server broke RFC 6455.
    record Broken(String why) implements SocketEnd {}
}
