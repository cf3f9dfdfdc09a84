package io.millrace.faults.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalInt;

/// A client that subscribes to a room, takes the beginning, and reads on only when it is told to. It speaks
/// JSON over its own few lines of RFC 6455, since a library would read ahead. Used by one thread.
final class SlowReader implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int SMALL_WINDOW = 8 * 1024;
    private static final int READ_MILLIS = 10_000;
    private static final int CLOSE = 8;
    private static final int NO_CODE = 1_005;
    private static final int TEXT_AND_LAST = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES_OF_LENGTH = 126;
    private static final int EIGHT_BYTES_OF_LENGTH = 127;

    private final Socket socket = new Socket();
    private final String room;
    private DataInputStream in;
    private String epoch = "";
    private long offset;
    private boolean recovering;
    private boolean recovered;

    private SlowReader(URI edge, String room) throws IOException {
        this.room = room;
        socket.setReceiveBufferSize(SMALL_WINDOW);
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(new InetSocketAddress(edge.getHost(), edge.getPort()), READ_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        upgrade(edge);
    }

    /// Subscribes from now on, and returns when the subscription is live.
    static SlowReader open(URI edge, String room) throws IOException {
        return connect(edge, room, "{}");
    }

    /// Subscribes again, from where another reader has stopped.
    static SlowReader resume(URI edge, SlowReader before) throws IOException {
        return connect(
                edge,
                before.room,
                MAPPER.createObjectNode()
                        .put("recover", true)
                        .put("epoch", before.epoch)
                        .put("offset", before.offset)
                        .toString());
    }

    private static SlowReader connect(URI edge, String room, String position) throws IOException {
        SlowReader reader = new SlowReader(edge, room);
        try {
            var subscribe = MAPPER.createObjectNode().put("channel", room).put("recoverable", true);
            subscribe.setAll((ObjectNode) MAPPER.readTree(position));
            reader.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":" + subscribe + "}");
            while (reader.epoch.isEmpty()) {
                if (reader.readMessage().isPresent()) {
                    throw new IOException("the edge closed the connection instead of subscribing it");
                }
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    /// Whether the edge gave everything that was missed since the reader before.
    boolean isRecovered() {
        return recovered;
    }

    /// Whether the edge said that it had tried and failed to recover, with a later position to go on from.
    boolean wasToldToStartAnew(SlowReader before) {
        return recovering && !recovered && epoch.equals(before.epoch) && offset > before.offset;
    }

    /// Offset of the last publication that was read.
    long offset() {
        return offset;
    }

    /// Reads everything that was left, until the edge has ended the connection.
    ///
    /// @return code of its close frame, or empty when the connection ended without one
    /// @throws IOException when the edge keeps the connection
    OptionalInt readToTheEnd() throws IOException {
        try {
            while (true) {
                OptionalInt code = readMessage();
                if (code.isPresent()) {
                    return code;
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException ended) {
            return OptionalInt.empty();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void upgrade(URI edge) throws IOException {
        String key = Base64.getEncoder().encodeToString(new byte[16]);
        socket.getOutputStream()
                .write("""
                GET %s HTTP/1.1\r
                Host: %s\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: %s\r
                \r
                """.formatted(edge.getPath(), edge.getAuthority(), key).getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException(
                    "no upgrade: " + head.toString().lines().findFirst().orElse(""));
        }
    }

    /// One frame with the mask zero, which leaves the text as it is.
    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8).put((byte) TEXT_AND_LAST);
        if (bytes.length < TWO_BYTES_OF_LENGTH) {
            frame.put((byte) (MASKED | bytes.length));
        } else {
            frame.put((byte) (MASKED | TWO_BYTES_OF_LENGTH)).putShort((short) bytes.length);
        }
        frame.putInt(0).put(bytes);
        socket.getOutputStream().write(frame.array(), 0, frame.position());
    }

    /// @return the code when it was a close frame
    private OptionalInt readMessage() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte();
        if (length == TWO_BYTES_OF_LENGTH) {
            length = in.readUnsignedShort();
        } else if (length == EIGHT_BYTES_OF_LENGTH) {
            length = in.readLong();
        }
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        if (opcode == CLOSE) {
            return OptionalInt.of(
                    payload.length < 2 ? NO_CODE : ByteBuffer.wrap(payload).getShort() & 0xffff);
        }
        for (String line : new String(payload, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.startsWith("{")) {
                take(MAPPER.readTree(line));
            }
        }
        return OptionalInt.empty();
    }

    private void take(JsonNode reply) throws IOException {
        if (reply.has("error")) {
            throw new IOException("the edge refused: " + reply);
        }
        JsonNode subscribed = reply.path("subscribe");
        if (!subscribed.isMissingNode()) {
            epoch = subscribed.path("epoch").asText();
            offset = subscribed.path("offset").asLong();
            recovering = subscribed.path("was_recovering").asBoolean();
            recovered = subscribed.path("recovered").asBoolean();
            subscribed.path("publications").forEach(this::read);
        }
        JsonNode publication = reply.path("push").path("pub");
        if (!publication.isMissingNode()) {
            read(publication);
        }
    }

    private void read(JsonNode publication) {
        offset = publication.path("offset").asLong();
    }
}
