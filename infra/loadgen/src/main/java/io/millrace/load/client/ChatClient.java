package io.millrace.load.client;

import com.google.protobuf.ByteString;
import io.millrace.load.socket.Sockets;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/// One user's client of the Centrifuge protocol over a WebSocket.
///
/// It reconnects by itself, with jitter, to the addresses it was given in turn, and takes its subscriptions
/// up again where they were. Commands under way when a connection ends are answered with `Unknown`.
/// Thread-safe and cheap: it has no thread and, while idle, no buffers. Futures are completed and listeners
/// called on its event loop, in order; they must not block.
public final class ChatClient implements AutoCloseable {

    private final ClientSession session;

    /// Connects in the background, speaking JSON.
    ///
    /// @param addresses WebSocket addresses of edges, at least one
    /// @param first which of them to try first
    /// @param token connection token, or empty for anonymous
    /// @param log hears what arrives
    /// @param sockets shared by clients
    public ChatClient(List<URI> addresses, int first, Optional<String> token, RoomLog log, Sockets sockets) {
        this(ClientSettings.of(addresses), first, token, new RoomLogListener(log), sockets);
    }

    /// Connects in the background.
    ///
    /// @param first which of the addresses to try first
    /// @param token connection token, or empty for anonymous
    /// @param listener hears what arrives, without a copy
    /// @param sockets shared by clients
    public ChatClient(
            ClientSettings settings, int first, Optional<String> token, ClientListener listener, Sockets sockets) {
        this.session = new ClientSession(settings, first, token.orElse(null), listener, sockets);
        onLoop(session::open);
    }

    /// Subscribes, now and after each reconnect.
    ///
    /// @return completes when the subscription is live for the first time
    public CompletableFuture<Void> subscribe(String room) {
        Room subscription = new Room(room);
        onLoop(() -> session.subscribe(subscription));
        return subscription.first;
    }

    /// Unsubscribes and forgets where the subscription was.
    public CompletableFuture<Answer> unsubscribe(String room) {
        onLoop(() -> session.forget(room));
        return send(new Request.Unsubscribe(room));
    }

    /// Publishes through the command `publish`.
    ///
    /// @param data JSON text
    public CompletableFuture<Answer> publish(String room, String data) {
        return send(new Request.Publish(room, utf8(data)));
    }

    /// Publishes through the rpc method `publish`, which is safe to repeat with the same key.
    ///
    /// @param data JSON text
    public CompletableFuture<Answer> publish(String room, String data, String key) {
        return send(new Request.KeyedPublish(room, utf8(data), key));
    }

    /// Sends any command.
    public CompletableFuture<Answer> send(Request request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (!onLoop(() -> session.send(request, new Pending.ForAnswer(session.codec(), session.nextId(), answer)))) {
            answer.complete(new Answer.Unknown());
        }
        return answer;
    }

    /// Publishes at the lowest cost.
    ///
    /// @param request [Request.Publish] or [Request.KeyedPublish]
    public void publish(Request request, PublishListener listener) {
        if (!onLoop(() -> session.send(request, new Pending.ForPublish(session.codec(), listener)))) {
            listener.unknown();
        }
    }

    /// Breaks the TCP connection, as a bad network would; the client reconnects by itself.
    public void cut() {
        onLoop(() -> session.cut(-1));
    }

    /// The same with a given pause before the reconnect.
    public void cut(Duration pause) {
        onLoop(() -> session.cut(pause.toMillis()));
    }

    /// Stops reading what the server sends, as a slow device does, until this connection ends.
    public void pauseReading() {
        onLoop(() -> session.setReading(false));
    }

    /// Reads on.
    public void resumeReading() {
        onLoop(() -> session.setReading(true));
    }

    /// Runs something on the event loop that owns this client, at once when already there.
    public void execute(Runnable action) {
        onLoop(action);
    }

    /// Whether the session is open.
    public boolean isConnected() {
        return session.isConnected();
    }

    /// Closes the connection and stays closed.
    @Override
    public void close() {
        onLoop(session::close);
    }

    /// @return false when the sockets are closed already, and with them the client
    private boolean onLoop(Runnable action) {
        if (session.loop().inEventLoop()) {
            action.run();
            return true;
        }
        try {
            session.loop().execute(action);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /// A raw newline in JSON can only be formatting, and on the wire it would end the command.
    private static ByteString utf8(String json) {
        return ByteString.copyFromUtf8(json.replace('\n', ' '));
    }
}
