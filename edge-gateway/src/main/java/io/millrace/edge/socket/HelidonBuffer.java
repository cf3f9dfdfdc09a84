package io.millrace.edge.socket;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The 8 KiB that Helidon reads a connection into and keeps as long as it is open. After the upgrade nobody
/// reads through Helidon any more, and at 100,000 connections these buffers would hold 800 MB.
///
/// There is no public way to let go of the buffer, so this takes it by its name. When that is not possible any
/// more, connections cost 8 KiB more and nothing else changes.
final class HelidonBuffer {
    private static final Logger LOGGER = LoggerFactory.getLogger(HelidonBuffer.class);
    private static final @Nullable Field BUFFER = find();

    private HelidonBuffer() {}

    /// Takes the buffer away from a socket that Helidon will not read from again.
    ///
    /// @return whether that was possible
    static boolean release(HelidonSocket socket) {
        if (BUFFER == null || !(socket instanceof PlainSocket)) {
            return false;
        }
        try {
            BUFFER.set(socket, BufferData.EMPTY_BYTES);
            return true;
        } catch (IllegalAccessException notAllowed) {
            return false;
        }
    }

    private static @Nullable Field find() {
        try {
            Field field = PlainSocket.class.getDeclaredField("readBuffer");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            LOGGER.atWarn().setCause(unknown).log("idle connections keep the read buffer of the web server");
            return null;
        }
    }
}
