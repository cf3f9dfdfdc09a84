package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A client that we did not write understands us.
class JdkClientIT {
    private static final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        final CompletableFuture<String> message = new CompletableFuture<>();
        final CompletableFuture<String> pong = new CompletableFuture<>();
        final CompletableFuture<String> close = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                message.complete(text.toString());
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
            pong.complete(
                    java.nio.charset.StandardCharsets.UTF_8.decode(payload).toString());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            close.complete(code + " " + reason);
            return null;
        }
    }

    @Test
    void talksWithTheClientOfTheJdk() throws Exception {
        String text = "Grüße \uD83D\uDE00 ".repeat(4_000);
        Listener listener = new Listener();
        HttpClient http = HttpClient.newHttpClient();
        try (TestServer server = TestServer.echo()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .subprotocols("chat")
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/socket"), listener)
                    .get(20, TimeUnit.SECONDS);

            socket.sendText(text.substring(0, 5), false).get(20, TimeUnit.SECONDS);
            socket.sendText(text.substring(5), true).get(20, TimeUnit.SECONDS);
            socket.sendPing(ByteBuffer.wrap(new byte[] {'h', 'i'})).get(20, TimeUnit.SECONDS);

            assertThat(socket.getSubprotocol()).isEqualTo("chat");
            assertThat(listener.message.get(20, TimeUnit.SECONDS)).isEqualTo(text);
            assertThat(listener.pong.get(20, TimeUnit.SECONDS)).isEqualTo("hi");

            server.handler().socket().close(3005, "reconnect");

            assertThat(listener.close.get(20, TimeUnit.SECONDS)).isEqualTo("3005 reconnect");
        } finally {
            // close() would wait for the WebSocket, also where the test has failed.
            http.shutdownNow();
        }
    }
}
