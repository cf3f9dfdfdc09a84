package io.millrace.load.socket;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Remembers what one socket heard.
final class Heard implements SocketListener {

    private static final int PATIENCE_SECONDS = 20;

    private final CompletableFuture<LoadSocket> opened = new CompletableFuture<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Long> pong = new CompletableFuture<>();
    private final CompletableFuture<SocketEnd> end = new CompletableFuture<>();

    LoadSocket awaitOpen() {
        return opened.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    String awaitMessage() throws InterruptedException {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message within " + PATIENCE_SECONDS + " s");
        }
        return message;
    }

    long awaitPong() {
        return pong.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    SocketEnd awaitEnd() {
        return end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void opened(LoadSocket socket) {
        opened.complete(socket);
    }

    @Override
    public void received(LoadSocket socket, ByteBuf payload, long atNanos) {
        messages.add(payload.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void ponged(LoadSocket socket, long atNanos) {
        pong.complete(atNanos);
    }

    @Override
    public void ended(LoadSocket socket, SocketEnd how) {
        if (!end.complete(how)) {
            throw new AssertionError("a second end: " + how);
        }
    }
}
