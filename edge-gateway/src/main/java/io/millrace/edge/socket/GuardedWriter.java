package io.millrace.edge.socket;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Gives every write of an HTTP response a deadline. Used by the thread of the connection only.
final class GuardedWriter implements DataWriter {
    private final DataWriter writer;
    private final Link link;
    private final Duration timeout;

    GuardedWriter(DataWriter writer, Link link, Duration timeout) {
        this.writer = writer;
        this.link = link;
        this.timeout = timeout;
    }

    @Override
    public void write(BufferData... buffers) {
        guard(() -> writer.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        guard(() -> writer.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        guard(() -> writer.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        guard(() -> writer.writeNow(buffer));
    }

    @Override
    public void flush() {
        guard(writer::flush);
    }

    @Override
    public void close() {
        writer.close();
    }

    private void guard(Runnable write) {
        link.writeWithin(timeout);
        try {
            write.run();
        } catch (UncheckedIOException broken) {
            // Helidon takes anything else for a failure of the route and logs it as such.
            throw new ServerConnectionException("peer did not take the response", broken);
        } finally {
            link.written();
        }
    }
}
