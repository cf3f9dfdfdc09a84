package io.millrace.load.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One WebSocket of a client; tells its end exactly once.
final class Link implements WebSocket.Listener {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int ABNORMAL = 1_006;

    private final ChatClient client;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final StringBuilder text = new StringBuilder();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private @Nullable WebSocket socket;

    Link(ChatClient client) {
        this.client = client;
    }

    void open(HttpClient http, URI address) {
        var _ = http.newWebSocketBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .buildAsync(address, this)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        end(ABNORMAL);
                    }
                });
    }

    /// Queues a message behind those under way: the WebSocket takes one at a time.
    synchronized void send(String message) {
        WebSocket open = socket;
        if (open != null) {
            sent = sent.thenCompose(_ -> open.sendText(message, true)).whenComplete((_, failure) -> {
                if (failure != null) {
                    end(ABNORMAL);
                }
            });
        }
    }

    synchronized void close() {
        WebSocket open = socket;
        if (open != null) {
            sent = sent.thenCompose(_ -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        }
    }

    void abort() {
        WebSocket open;
        synchronized (this) {
            open = socket;
        }
        if (open != null) {
            open.abort();
        }
        end(ABNORMAL);
    }

    @Override
    public void onOpen(WebSocket opened) {
        synchronized (this) {
            socket = opened;
        }
        client.opened(this);
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            String message = text.toString();
            text.setLength(0);
            message.lines().filter(line -> !line.isBlank()).forEach(line -> client.received(this, Json.parse(line)));
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        end(ABNORMAL);
    }

    private void end(int code) {
        if (ended.compareAndSet(false, true)) {
            client.ended(this, code);
        }
    }
}
