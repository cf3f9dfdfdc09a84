package io.millrace.bench.crowd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.load.socket.LoadSocket;
import io.millrace.load.socket.SocketEnd;
import io.millrace.load.socket.SocketListener;
import io.millrace.load.socket.Sockets;
import io.millrace.load.socket.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One user with at most one room and one socket; remembers its position in the room over sockets.
/// Everything happens on its event loop.
final class Member implements SocketListener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 2;
    private static final long SHORTEST_PAUSE_MILLIS = 100;
    private static final int DOUBLINGS = 4;

    private final Sockets sockets;
    private final EventLoop loop;
    private final String room;
    private final Optional<String> token;
    private final Tally tally;
    private @Nullable Target target;
    private @Nullable LoadSocket current;
    private @Nullable Arrival arrival;
    private @Nullable String epoch;
    private long offset;
    private int failures;
    private int commands = SUBSCRIBE;

    /// @param room empty for none
    Member(Sockets sockets, EventLoop loop, String room, Optional<String> token, Tally tally) {
        this.sockets = sockets;
        this.loop = loop;
        this.room = room;
        this.token = token;
        this.tally = tally;
    }

    // From any thread.

    /// Connects and subscribes, again and again until it works. Who has lost a connection before, waits for
    /// this.
    void enter(Target where, Arrival joined) {
        loop.execute(() -> {
            target = where;
            arrival = joined;
            failures = 0;
            drop();
            open();
        });
    }

    /// Ends the connection without a word, as a lost network does.
    void cut() {
        loop.execute(this::drop);
    }

    /// Publishes into a room.
    ///
    /// @param data JSON
    void publish(String channel, String data) {
        loop.execute(() -> {
            LoadSocket socket = current;
            if (socket != null) {
                socket.sendText("{\"id\":" + ++commands + ",\"publish\":{\"channel\":\"" + channel + "\",\"data\":"
                        + data + "}}");
            }
        });
    }

    // On the event loop.

    @Override
    public void opened(LoadSocket socket) {
        ObjectNode connect = JSON.createObjectNode().put("id", CONNECT);
        ObjectNode request = connect.putObject("connect");
        token.ifPresent(text -> request.put("token", text));
        socket.sendText(room.isEmpty() ? connect.toString() : connect + "\n" + subscribe());
    }

    @Override
    public void received(LoadSocket socket, ByteBuf payload, long atNanos) {
        if (socket.equals(current)) {
            payload.toString(StandardCharsets.UTF_8).lines().forEach(line -> reply(socket, line));
        }
    }

    @Override
    public void ended(LoadSocket socket, SocketEnd end) {
        if (socket.equals(current)) {
            current = null;
            repeat(end.why(), this::open);
        }
    }

    private void drop() {
        LoadSocket socket = current;
        current = null;
        if (socket != null) {
            socket.abort();
        }
    }

    private void open() {
        Target where = target;
        if (where != null) {
            current = sockets.connect(loop, where, this);
        }
    }

    private String subscribe() {
        ObjectNode command = JSON.createObjectNode().put("id", SUBSCRIBE);
        ObjectNode request = command.putObject("subscribe").put("channel", room).put("recoverable", true);
        if (epoch != null) {
            request.put("recover", true).put("epoch", epoch).put("offset", offset);
        }
        return command.toString();
    }

    private void reply(LoadSocket socket, String line) {
        if (line.equals("{}")) {
            socket.sendText("{}");
            return;
        }
        JsonNode reply = parse(line);
        JsonNode publication = reply.path("push").path("pub");
        if (publication.isObject()) {
            delivered(publication);
        } else if (reply.path("id").asInt() > SUBSCRIBE) {
            answered(reply.has("error"));
        } else if (reply.has("error")) {
            refused(socket, reply.path("error"));
        } else if (reply.path("id").asInt() == SUBSCRIBE) {
            subscribed(reply.path("subscribe"));
        } else if (room.isEmpty() && reply.path("id").asInt() == CONNECT) {
            live(true, 0);
        }
    }

    private void subscribed(JsonNode result) {
        boolean complete = epoch == null || result.path("recovered").asBoolean();
        if (epoch == null || !complete) {
            epoch = result.path("epoch").asText();
            offset = result.path("offset").asLong();
        }
        JsonNode missed = result.path("publications");
        missed.forEach(this::delivered);
        live(complete, missed.size());
    }

    private void delivered(JsonNode publication) {
        long next = publication.path("offset").asLong();
        if (next != offset + 1) {
            tally.gap();
        }
        offset = next;
        tally.delivered();
    }

    private void answered(boolean error) {
        if (error) {
            tally.refused();
        } else {
            tally.accepted();
        }
    }

    /// Asks again a little later on the same socket, as clients do with a temporary error.
    private void refused(LoadSocket socket, JsonNode error) {
        repeat(error.path("code").asText() + ' ' + error.path("message").asText(), () -> {
            if (socket.equals(current)) {
                socket.sendText(subscribe());
            }
        });
    }

    private void live(boolean complete, int publications) {
        Arrival waiting = arrival;
        arrival = null;
        if (waiting != null) {
            waiting.live(complete, publications);
        }
    }

    /// Tries again a little later, as long as it is the same arrival that waits for it.
    private void repeat(String why, Runnable action) {
        Arrival waiting = arrival;
        if (waiting == null) {
            return;
        }
        waiting.retry(why);
        long most = SHORTEST_PAUSE_MILLIS << Math.min(DOUBLINGS, ++failures);
        var _ = loop.schedule(
                () -> {
                    if (waiting.equals(arrival)) {
                        action.run();
                    }
                },
                ThreadLocalRandom.current().nextLong(most / 2, most),
                TimeUnit.MILLISECONDS);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException("a server must not send this: " + line, e);
        }
    }
}
