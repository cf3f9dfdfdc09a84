package io.millrace.edge.socket;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import java.lang.reflect.Field;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes an upgraded connection away from Helidon, so that everything it needs for HTTP can be forgotten.
///
/// Helidon closes a connection as soon as the thread that serves it returns, and that thread keeps a read
/// buffer of 8 KiB, the parser and a deep stack: together more than 13 KB for a WebSocket that is idle. There
/// is no public way to leave without the socket being closed, so this puts a socket that was never connected
/// into its place, by the name of the field. When that is not possible any more, connections stay with
/// Helidon's thread: they cost more memory, and nothing else changes.
final class Takeover {
    private static final Logger LOGGER = LoggerFactory.getLogger(Takeover.class);
    private static final Socket NOWHERE = new Socket();
    private static final @Nullable Field DELEGATE = find();

    private Takeover() {}

    /// Lets Helidon hold, and close, nothing from now on.
    ///
    /// @return whether that was possible
    static boolean from(HelidonSocket socket) {
        if (DELEGATE == null || !(socket instanceof PlainSocket)) {
            return false;
        }
        try {
            DELEGATE.set(socket, NOWHERE);
            return true;
        } catch (IllegalAccessException notAllowed) {
            return false;
        }
    }

    private static @Nullable Field find() {
        try {
            Field field = PlainSocket.class.getDeclaredField("delegate");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            LOGGER.atWarn().setCause(unknown).log("idle connections keep what the web server needs for HTTP");
            return null;
        }
    }
}
