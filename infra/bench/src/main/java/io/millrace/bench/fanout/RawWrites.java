package io.millrace.bench.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The least that a fan-out can cost: for all lines that wait on standard input, one frame and one write to
/// every socket. It never reads what members send, and waits for those that are slow.
final class RawWrites {

    private static final String KEY = "sec-websocket-key:";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final byte TEXT = (byte) 0x81;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int MOST_BYTES = 65_000;

    private RawWrites() {}

    /// Runs until its input ends.
    ///
    /// @param args the port of the loopback address
    public static void main(String[] args) throws IOException {
        List<SocketChannel> members = new CopyOnWriteArrayList<>();
        ServerSocketChannel server = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 4_096);
        var _ = Thread.ofPlatform().daemon().start(() -> accept(server, members));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ByteBuffer frame = ByteBuffer.allocateDirect(MOST_BYTES + 8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            StringBuilder text = new StringBuilder(line);
            while (lines.ready() && text.length() + line.length() < MOST_BYTES) {
                text.append('\n').append(lines.readLine());
            }
            fill(frame, text.toString());
            for (SocketChannel member : members) {
                write(frame.rewind(), member);
            }
        }
    }

    private static void fill(ByteBuffer frame, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        frame.clear().put(TEXT);
        if (payload.length < TWO_BYTE_LENGTH) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) TWO_BYTE_LENGTH).putShort((short) payload.length);
        }
        frame.put(payload).flip();
    }

    private static void write(ByteBuffer frame, SocketChannel member) throws IOException {
        while (frame.hasRemaining()) {
            if (member.write(frame) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void accept(ServerSocketChannel server, List<SocketChannel> members) {
        ByteBuffer request = ByteBuffer.allocate(8 << 10);
        while (true) {
            try {
                SocketChannel member = server.accept();
                if (upgrade(member, request.clear())) {
                    member.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    member.configureBlocking(false);
                    members.add(member);
                }
            } catch (IOException broken) {
                System.err.println(broken);
            }
        }
    }

    private static boolean upgrade(SocketChannel member, ByteBuffer request) throws IOException {
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            if (member.read(request) <= 0) {
                return false;
            }
            head = StandardCharsets.US_ASCII.decode(request.duplicate().flip()).toString();
        }
        String key = head.lines()
                .filter(line -> line.regionMatches(true, 0, KEY, 0, KEY.length()))
                .map(line -> line.substring(KEY.length()).strip())
                .findFirst()
                .orElse("");
        member.write(StandardCharsets.US_ASCII.encode("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept(key) + "\r\n\r\n"));
        return true;
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
