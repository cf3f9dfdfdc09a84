package io.millrace.edge.socket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the streams of this process by the secret names of their sessions: a stream only carries what the
/// server says, what the client says comes with other requests. Thread-safe.
public final class Uplinks {
    private final Map<String, StreamConnection> streams = new ConcurrentHashMap<>();

    /// What became of a message.
    public enum Outcome {
        /// The handler gets it after all that were taken before.
        TAKEN,
        /// There is no such stream (any more).
        UNKNOWN
    }

    /// Hands a message on to the handler of a stream. Does not wait for it: a client that says more than is
    /// handled loses its connection.
    ///
    /// @param message belongs to the receiver from now on
    public Outcome deliver(String session, byte[] message) {
        StreamConnection stream = streams.get(session);
        if (stream == null) {
            return Outcome.UNKNOWN;
        }
        stream.deliver(message);
        return Outcome.TAKEN;
    }

    /// Open streams.
    public int size() {
        return streams.size();
    }

    void add(String session, StreamConnection stream) {
        if (streams.putIfAbsent(session, stream) != null) {
            throw new IllegalStateException("two streams with one name");
        }
    }

    void remove(String session) {
        streams.remove(session);
    }
}
