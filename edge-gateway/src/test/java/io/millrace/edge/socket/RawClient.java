package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/// A client that can do everything wrong: a plain TCP socket.
final class RawClient implements AutoCloseable {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int PATIENCE_MILLIS = 20_000;

    /// What the server sent.
    static final class Frame {
        private final int firstByte;
        private final byte[] payload;

        private Frame(int firstByte, byte[] payload) {
            this.firstByte = firstByte;
            this.payload = payload;
        }

        int firstByte() {
            return firstByte;
        }

        byte[] payload() {
            return payload;
        }

        String text() {
            return new String(payload, UTF_8);
        }

        boolean isClose() {
            return firstByte == (Frames.FIN | Opcode.CLOSE);
        }

        int closeCode() {
            return payload.length == 0 ? CloseCodes.NO_STATUS : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        }

        String closeReason() {
            return new String(Arrays.copyOfRange(payload, 2, payload.length), UTF_8);
        }
    }

    final Socket socket;
    final DataInputStream in;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    static RawClient connect(TestServer server) throws IOException {
        return connect(server, 0);
    }

    static RawClient connect(TestServer server, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), PATIENCE_MILLIS);
        return new RawClient(socket);
    }

    /// Connects and upgrades.
    static RawClient open(TestServer server) throws IOException {
        return connect(server).upgrade();
    }

    RawClient upgrade() throws IOException {
        send(upgradeRequest("/socket"));
        String answer = readHead();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("not upgraded: " + answer);
        }
        return this;
    }

    static String upgradeRequest(String path, String... moreHeaders) {
        return request(
                "GET " + path + " HTTP/1.1",
                withMore(
                        moreHeaders,
                        "Host: localhost",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: " + KEY,
                        "Sec-WebSocket-Version: 13"));
    }

    static String request(String line, String... headers) {
        return line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// The status line and headers of a response.
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /// The head and, as its `Content-Length` says, the body of a response.
    String readResponse() throws IOException {
        String head = readHead();
        int length = head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), UTF_8);
    }

    Frame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((second & 0x80) != 0) {
            throw new AssertionError("server frame with mask");
        }
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return new Frame(first, in.readNBytes((int) length));
    }

    /// Whether the server ends the stream, in order or not, before the patience runs out.
    boolean ends() {
        try {
            while (in.read() >= 0) {
                Thread.onSpinWait();
            }
            return true;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /// Breaks the connection with RST.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String[] withMore(String[] more, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }
}
