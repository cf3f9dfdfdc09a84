package io.millrace.edge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.CodedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A WebSocket by RFC 6455, frame by frame.
final class WireSocket extends WireClient {

    static final int FIN = 0x80;
    static final int COMPRESSED = 0x40;
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int PONG = 10;

    /// A ping in a frame of its own, as the tests see it.
    static final JsonNode FRAME_PING = JsonNodeFactory.instance.objectNode().put("frame", "ping");

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final byte[] MASK = {0x12, (byte) 0xA4, 0x37, (byte) 0xF1};

    WireSocket(int port, Door door, byte[] message) throws IOException {
        this(port, door, "");
        if (message.length > 0) {
            write(message);
        }
    }

    /// @param query further parameters, with `&` before each
    WireSocket(int port, Door door, String query) throws IOException {
        super(port, door);
        String path = door.path() + (door.path().contains("?") ? query : query.replaceFirst("&", "?"));
        writeText("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n\r\n");
        int status = head();
        if (status != 101) {
            close();
            throw new Refused(status);
        }
    }

    @Override
    void write(byte[] message) throws IOException {
        writeFrame(FIN | kind(), message);
    }

    /// The opcode of messages on this connection.
    int kind() {
        return door.isBinary() ? BINARY : TEXT;
    }

    void writeFrame(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            boolean isShort = payload.length < 1 << 16;
            out.write(0x80 | (isShort ? 126 : 127));
            for (int shift = isShort ? 8 : 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >>> shift));
            }
        }
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ MASK[i & 3]);
        }
        socket.getOutputStream().write(out.toByteArray());
    }

    @Override
    void read() throws IOException {
        int first = in.read();
        if (first < 0) {
            end("no close frame");
            return;
        }
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] payload = in.readNBytes(length);
        if ((first & COMPRESSED) != 0) {
            payload = inflated(payload);
        }
        switch (first & 0x0F) {
            case TEXT -> {
                for (String line : new String(payload, StandardCharsets.UTF_8).split("\n", -1)) {
                    take(JSON.readTree(line));
                }
            }
            case BINARY -> {
                CodedInputStream replies = CodedInputStream.newInstance(payload);
                while (!replies.isAtEnd()) {
                    take(ProtobufReplies.read(replies.readByteArray()));
                }
            }
            case PING -> take(FRAME_PING);
            case CLOSE -> end(closing(payload));
            default -> throw new AssertionError("an unexpected frame: " + Integer.toHexString(first));
        }
    }

    /// A message of permessage-deflate (RFC 7692 section 7.2.2).
    private static byte[] inflated(byte[] payload) throws IOException {
        byte[] whole = Arrays.copyOf(payload, payload.length + 4);
        whole[whole.length - 2] = (byte) 0xFF;
        whole[whole.length - 1] = (byte) 0xFF;
        Inflater inflater = new Inflater(true);
        inflater.setInput(whole);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] part = new byte[4_096];
            for (int count = inflater.inflate(part); count > 0; count = inflater.inflate(part)) {
                out.write(part, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException failure) {
            throw new IOException("no DEFLATE stream", failure);
        } finally {
            inflater.end();
        }
    }

    private static String closing(byte[] payload) {
        int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        return (code + " " + new String(Arrays.copyOfRange(payload, 2, payload.length), StandardCharsets.UTF_8))
                .strip();
    }
}
