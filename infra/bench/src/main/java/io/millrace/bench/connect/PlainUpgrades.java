package io.millrace.bench.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The limit: one thread that accepts TCP connections, answers the upgrade and one message of each, and does
/// nothing else: no token, no session, no checks.
final class PlainUpgrades implements AutoCloseable {

    private static final int BACKLOG = 4_096;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "sec-websocket-key:";
    private static final byte[] REPLY =
            "{\"id\":1,\"connect\":{\"client\":\"limit\",\"version\":\"0\",\"ping\":25,\"pong\":true}}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte TEXT = (byte) 0x81;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocate(8 << 10);
    private volatile boolean closing;

    private PlainUpgrades(Selector selector, ServerSocketChannel server) {
        this.selector = selector;
        this.server = server;
        this.thread = Thread.ofPlatform().name("bench-plain-upgrades").daemon().unstarted(this::run);
    }

    /// Listens on a free port of the loopback address.
    static PlainUpgrades open() throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        PlainUpgrades opened = new PlainUpgrades(selector, server);
        opened.thread.start();
        return opened;
    }

    URI address() {
        return URI.create("ws://127.0.0.1:" + server.socket().getLocalPort() + "/");
    }

    /// Processor time of its thread, in nanoseconds.
    long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }

    @Override
    public void close() throws IOException {
        closing = true;
        selector.wakeup();
        server.close();
    }

    private void run() {
        try (selector) {
            while (!closing) {
                selector.select(this::ready);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = server.accept();
                accepted.configureBlocking(false);
                accepted.register(selector, SelectionKey.OP_READ);
            } else {
                answer(key);
            }
        } catch (IOException e) {
            close(key);
        }
    }

    /// A client that was cut must not leave its file open here.
    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            key.cancel();
        }
    }

    /// Loopback brings a handshake, and a small message, in one piece.
    private void answer(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            channel.close();
            return;
        }
        ByteBuffer answer = key.attachment() == null ? upgrade() : reply();
        if (key.attachment() == null) {
            key.attach(true);
        }
        channel.write(answer);
    }

    private ByteBuffer upgrade() {
        String request = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
        int header = request.toLowerCase(java.util.Locale.ROOT).indexOf(KEY) + KEY.length();
        String key = request.substring(header, request.indexOf('\r', header)).trim();
        return ByteBuffer.wrap(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer reply() {
        return ByteBuffer.allocate(REPLY.length + 2)
                .put(TEXT)
                .put((byte) REPLY.length)
                .put(REPLY)
                .flip();
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
