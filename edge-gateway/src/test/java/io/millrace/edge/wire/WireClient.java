package io.millrace.edge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A client of any transport that does only what a test says: it answers no ping and reads nothing unasked.
/// Owned by the thread of the test.
abstract sealed class WireClient implements AutoCloseable permits WireSocket, WireStream {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MILLIS = 20_000;

    /// Small, so that the edge soon notices who does not read.
    private static final int RECEIVE_BUFFER = 8 << 10;

    final Door door;
    final int port;
    final Socket socket;
    final DataInputStream in;
    private final Deque<JsonNode> waiting = new ArrayDeque<>();
    private @Nullable String ending;

    WireClient(int port, Door door) throws IOException {
        this.port = port;
        this.door = door;
        socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /// Opens a connection and sends a first message.
    static WireClient open(int port, Door door, String... commands) {
        return open(port, door, door.message(commands));
    }

    static WireClient open(int port, Door door, byte[] message) {
        try {
            return door.isSocket() ? new WireSocket(port, door, message) : new WireStream(port, door, message);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Sends commands, each in JSON, in one message.
    final WireClient send(String... commands) {
        return sendMessage(door.message(commands));
    }

    /// Sends one message as it is.
    final WireClient sendMessage(byte[] message) {
        try {
            write(message);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The next reply or push that is no ping.
    final JsonNode next() {
        JsonNode reply = nextOrPing();
        while (reply.isEmpty()) {
            reply = nextOrPing();
        }
        return reply;
    }

    /// The next reply, an empty one for a ping.
    final JsonNode nextOrPing() {
        JsonNode reply = poll();
        if (reply == null) {
            throw new AssertionError("the connection is over: " + ending);
        }
        return reply;
    }

    /// Sends one command and returns the next reply.
    final JsonNode ask(String command) {
        send(command);
        return next();
    }

    /// Takes everything that still comes.
    ///
    /// @return code and reason of the end, which nothing but pings comes before
    final String end() {
        JsonNode reply = poll();
        while (reply != null && reply.isEmpty()) {
            reply = poll();
        }
        if (reply != null) {
            throw new AssertionError("a reply instead of the end: " + reply);
        }
        return String.valueOf(ending);
    }

    /// The next reply, or null at the end.
    final @Nullable JsonNode poll() {
        try {
            while (waiting.isEmpty() && ending == null) {
                read();
            }
            return waiting.poll();
        } catch (IOException failure) {
            throw new UncheckedIOException(door + " is silent or broken", failure);
        }
    }

    /// Reads one message or the end.
    abstract void read() throws IOException;

    abstract void write(byte[] message) throws IOException;

    final void take(JsonNode reply) {
        waiting.add(reply);
    }

    final void end(String codeAndReason) {
        ending = codeAndReason;
    }

    /// The status of the response, its head read to the end.
    final int head() throws IOException {
        int status = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (status == 0) {
                status = Integer.parseInt(line.split(" ", 3)[1]);
            }
        }
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    final void writeText(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// An edge did not let this client in.
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final int status;

        Refused(int status) {
            super("refused with status " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    @Override
    public final void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
