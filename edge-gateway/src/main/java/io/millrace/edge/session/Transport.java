package io.millrace.edge.session;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Reply;

/// How a client is connected.
///
/// @param peer network address of the client, for the audit
/// @param uplink how its commands come, [Reply.Uplink#NONE] when over the connection itself
/// @param framePings whether it is pinged by WebSocket frames instead of replies (section 1)
public record Transport(Encoding encoding, String peer, Reply.Uplink uplink, boolean framePings) {

    /// A WebSocket.
    public static Transport webSocket(Encoding encoding, String peer, boolean framePings) {
        return new Transport(encoding, peer, Reply.Uplink.NONE, framePings);
    }

    /// A stream of replies, beside which the commands come one request at a time.
    public static Transport stream(Encoding encoding, String peer, Reply.Uplink uplink) {
        return new Transport(encoding, peer, uplink, false);
    }
}
