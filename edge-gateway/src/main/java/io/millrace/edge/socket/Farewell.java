package io.millrace.edge.socket;

import java.util.Optional;

/// What a stream says at its end, where a WebSocket has its close frame.
@FunctionalInterface
public interface Farewell {
    /// The last message of a stream.
    ///
    /// @param code as given to [ClientSocket#close], or one of [CloseCodes]
    /// @return empty when the stream simply ends
    Optional<EncodedFrame> of(int code, String reason);
}
