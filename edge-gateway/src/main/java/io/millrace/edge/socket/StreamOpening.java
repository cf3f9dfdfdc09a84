package io.millrace.edge.socket;

import java.util.Map;

/// How a plain HTTP response becomes a stream.
///
/// @param session secret name by which messages for its handler find it, see [Uplinks]
/// @param headers of the response, besides those of the body
public record StreamOpening(String session, StreamFraming framing, Farewell farewell, Map<String, String> headers) {

    /// Keeps its own copy of the headers.
    public StreamOpening {
        headers = Map.copyOf(headers);
    }

    /// Leaves out the secret.
    @Override
    public String toString() {
        return "StreamOpening[framing=" + framing + "]";
    }
}
