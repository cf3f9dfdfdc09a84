package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Writes down what it hears; a subclass may also do something about it.
class RecordingHandler implements SocketHandler {
    private static final long PATIENCE_SECONDS = 20;

    final CompletableFuture<ClientSocket> opened = new CompletableFuture<>();
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final List<CloseInfo> closes = new CopyOnWriteArrayList<>();
    private final CompletableFuture<CloseInfo> closed = new CompletableFuture<>();

    @Override
    public void onOpen(ClientSocket socket) {
        opened.complete(socket);
    }

    @Override
    public void onMessage(MessageKind kind, byte[] payload, int length) {
        messages.add(kind + ":" + new String(Arrays.copyOf(payload, length), ISO_8859_1));
    }

    @Override
    public void onClose(CloseInfo info) {
        closes.add(info);
        closed.complete(info);
    }

    ClientSocket socket() {
        return await(opened);
    }

    CloseInfo close() {
        return await(closed);
    }

    @Nullable
    String nextMessage() throws InterruptedException {
        return messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError("nothing happened", failure);
        }
    }

    /// Sends every message back.
    static final class Echo extends RecordingHandler {
        @Override
        public void onMessage(MessageKind kind, byte[] payload, int length) {
            super.onMessage(kind, payload, length);
            socket().send(EncodedFrame.of(kind, payload, 0, length));
        }
    }
}
