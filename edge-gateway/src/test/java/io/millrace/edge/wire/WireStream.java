package io.millrace.edge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A response that does not end, with commands as requests of their own.
final class WireStream extends WireClient {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final InputStream body = new Chunks();
    private String session = "";
    private String node = "";

    WireStream(int port, Door door, byte[] message) throws IOException {
        super(port, door);
        writeText("POST " + door.path() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type()
                + "\r\nContent-Length: " + message.length + "\r\n\r\n");
        socket.getOutputStream().write(message);
        int status = head();
        if (status != 200) {
            close();
            throw new Refused(status);
        }
    }

    @Override
    void write(byte[] message) throws IOException {
        assertThat(uplink(message)).as("status of the uplink").isEqualTo(204);
    }

    /// Posts commands.
    ///
    /// @return the status
    int uplink(byte[] message) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/emulation"))
                .header("Content-Type", type())
                .POST(BodyPublishers.ofByteArray(envelope(message)))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    void read() throws IOException {
        byte[] bytes = door.isBinary() ? delimited() : line();
        if (bytes == null) {
            end("no push");
            return;
        }
        if (bytes.length == 0 && !door.isBinary()) {
            return;
        }
        JsonNode reply = door.isBinary() ? ProtobufReplies.read(bytes) : JSON.readTree(bytes);
        JsonNode disconnect = reply.at("/push/disconnect");
        if (disconnect.isMissingNode()) {
            if (reply.has("connect")) {
                session = reply.at("/connect/session").asText();
                node = reply.at("/connect/node").asText();
            }
            take(reply);
            return;
        }
        int code = disconnect.get("code").asInt();
        assertThat(disconnect.path("reconnect").asBoolean())
                .as("whether to come back after %d", code)
                .isEqualTo(code < 3500 || (code >= 4000 && code < 4500));
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                .as("the body ends with the push")
                .isBlank();
        end(code + " " + disconnect.get("reason").asText());
    }

    private String type() {
        return door.isBinary() ? "application/octet-stream" : "application/json";
    }

    private byte[] envelope(byte[] message) throws IOException {
        if (!door.isBinary()) {
            String data = new String(message, StandardCharsets.UTF_8);
            return JSON.writeValueAsBytes(Map.of("node", node, "session", session, "data", data));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeString(1, node);
        out.writeString(2, session);
        out.writeByteArray(3, message);
        out.flush();
        return bytes.toByteArray();
    }

    private byte @Nullable [] delimited() throws IOException {
        int first = body.read();
        return first < 0 ? null : body.readNBytes(CodedInputStream.readRawVarint32(first, body));
    }

    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = body.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = body.read()) {
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8).strip();
        return (text.startsWith("data: ") ? text.substring(6) : text).getBytes(StandardCharsets.UTF_8);
    }

    /// The body of a chunked response (RFC 9112 section 7.1).
    private final class Chunks extends InputStream {

        private int left;
        private boolean over;

        @Override
        public int read() throws IOException {
            if (left == 0 && !over) {
                left = Integer.parseInt(head("chunk"), 16);
                over = left == 0;
            }
            if (over) {
                return -1;
            }
            int next = in.readUnsignedByte();
            if (--left == 0) {
                head("end of a chunk");
            }
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int next = length == 0 ? -1 : read();
            if (next < 0) {
                return length == 0 ? 0 : -1;
            }
            into[from] = (byte) next;
            return 1;
        }

        private String head(String of) throws IOException {
            StringBuilder text = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the stream was cut: " + of);
                }
                text.append((char) next);
            }
            return text.toString().strip();
        }
    }
}
