package io.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedHttpClientIT {

    private static final Duration DEADLINE = Duration.ofMillis(500);

    private final HttpClient jdk =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient bounded = new BoundedHttpClient(jdk, DEADLINE);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        jdk.shutdownNow();
    }

    @Test
    void aWholeAnswerReachesTheCallersStream() throws Exception {
        var _ = answerOnce("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        HttpResponse<InputStream> answer = bounded.send(get(), BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasContent("hello");
    }

    @Test
    void anEmptyAnswerIsAnEmptyStream() throws Exception {
        var _ = answerOnce("HTTP/1.1 204 No Content\r\n\r\n");

        HttpResponse<InputStream> answer = bounded.send(get(), BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void silenceEndsWithTheDeadlineAndTheConnectionIsClosed() throws Exception {
        CompletableFuture<Integer> afterwards = answerOnce("");

        assertThatThrownBy(() -> bounded.send(get(), BodyHandlers.ofInputStream()))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessageContaining("did not answer in full within 500 ms");
        assertThat(afterwards.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void headersWithoutTheirBodyEndWithTheDeadlineAndTheConnectionIsClosed() throws Exception {
        CompletableFuture<Integer> afterwards = answerOnce("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");

        assertThatThrownBy(() -> bounded.send(get(), BodyHandlers.ofInputStream()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(afterwards.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void aRefusedConnectionIsAnIOException() throws Exception {
        server.close();

        assertThatThrownBy(() -> bounded.send(get(), BodyHandlers.ofInputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not answer");
    }

    private HttpRequest get() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
                .build();
    }

    /// Takes one connection, reads one request, writes the bytes and then reads on.
    ///
    /// @return what reading gives after the answer: -1 when the client closes the connection
    private CompletableFuture<Integer> answerOnce(String bytes) {
        CompletableFuture<Integer> afterwards = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                ByteArrayOutputStream request = new ByteArrayOutputStream();
                while (!request.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                    request.write(socket.getInputStream().read());
                }
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
                afterwards.complete(socket.getInputStream().read());
            } catch (IOException e) {
                afterwards.completeExceptionally(e);
            }
        });
        return afterwards;
    }
}
