package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.outbox.FakeSocket;
import io.millrace.edge.socket.CloseCause;
import io.millrace.edge.socket.CloseInfo;
import io.millrace.edge.socket.MessageKind;
import io.millrace.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One client of a session. Its messages reach the session on a reader thread of its own, as from a real
/// socket.
final class TestClient implements AutoCloseable {

    final Session session;
    final FakeSocket socket = new FakeSocket();
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private int read;
    private boolean ended;

    TestClient(Session session) {
        this.session = session;
    }

    void open() {
        await(reader.submit(() -> session.onOpen(socket)));
    }

    /// Sends one message and waits until the session has handled it.
    void send(String... commands) {
        await(post(commands));
    }

    /// Sends one message.
    ///
    /// @return completes when the session has handled it
    Future<?> post(String... commands) {
        byte[] payload = String.join("\n", commands).getBytes(StandardCharsets.UTF_8);
        return post(MessageKind.TEXT, payload);
    }

    Future<?> post(MessageKind kind, byte[] payload) {
        return reader.submit(() -> session.onMessage(kind, payload, payload.length));
    }

    /// The next reply or push.
    String next() {
        int index = read++;
        return Await.value(
                        this::lines, lines -> lines.size() > index, Await.DEADLINE, "reply " + index + ", " + ending())
                .get(index);
    }

    /// Sends one command and returns the next reply.
    String ask(String command) {
        send(command);
        return next();
    }

    /// Everything that came so far and was not yet taken.
    List<String> rest() {
        List<String> lines = lines();
        List<String> rest = lines.subList(read, lines.size());
        read = lines.size();
        return rest;
    }

    /// Asserts that the server ends the session with a code.
    void assertClosed(int code) {
        assertThat(socket.awaitClose()).isEqualTo(code);
    }

    /// Asserts that the session is still there, after everything that was sent before.
    void assertOpen() {
        await(reader.submit(() -> {}));
        assertThat(socket.closeCode()).as("close code").isZero();
    }

    /// The socket ends.
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            socket.breakDown();
            await(reader.submit(() -> session.onClose(new CloseInfo(CloseCause.END_OF_STREAM, 1006, "", false, null))));
            reader.shutdownNow();
        }
    }

    private String ending() {
        return socket.closeCode() == 0 ? "open" : "closed with " + socket.closeCode();
    }

    private List<String> lines() {
        return socket.texts().stream()
                .flatMap(text -> Arrays.stream(text.split("\n", -1)))
                .toList();
    }

    static void await(Future<?> handled) {
        try {
            handled.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("session threw", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("session did not handle the message in time", e);
        }
    }
}
