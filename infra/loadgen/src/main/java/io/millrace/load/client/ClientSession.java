package io.millrace.load.client;

import io.millrace.load.socket.LoadSocket;
import io.millrace.load.socket.SocketEnd;
import io.millrace.load.socket.SocketListener;
import io.millrace.load.socket.Sockets;
import io.millrace.load.socket.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The life of one client through all its connections. Confined to its event loop; `connected` is also read
/// elsewhere.
final class ClientSession implements SocketListener, Replies {

    private static final int CONNECT_ID = 1;
    private static final int NORMAL = 1_000;
    private static final int RESUBSCRIBES_FROM = 2_500;

    /// What the messages of all clients of one event loop are copied to, for decoding.
    private static final FastThreadLocal<byte[]> FRAME = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[4_096];
        }
    };

    private final ClientSettings settings;
    private final @Nullable String token;
    private final ClientListener listener;
    private final Sockets sockets;
    private final EventLoop loop;
    private final Codec codec;
    private final Map<String, Room> rooms = new LinkedHashMap<>(2);
    private @Nullable IntObjectMap<Pending> waiting;
    private @Nullable LoadSocket socket;
    private @Nullable Heartbeat heartbeat;
    private int address;
    private int failures;
    private int ids;
    private long arrivalNanos;
    private long pauseMillis = -1;
    private volatile boolean connected;
    private boolean answersPings;
    private boolean closed;
    private String whyClosed = "";

    ClientSession(
            ClientSettings settings, int first, @Nullable String token, ClientListener listener, Sockets sockets) {
        this.settings = settings;
        this.address = first;
        this.token = token;
        this.listener = listener;
        this.sockets = sockets;
        this.loop = sockets.nextLoop();
        this.codec = Codec.of(settings.encoding());
    }

    EventLoop loop() {
        return loop;
    }

    Codec codec() {
        return codec;
    }

    boolean isConnected() {
        return connected;
    }

    // Called by the client, on the event loop.

    void open() {
        if (!closed) {
            List<URI> addresses = settings.addresses();
            URI uri = addresses.get(Math.floorMod(address++, addresses.size()));
            socket = sockets.connect(loop, new Target(uri, codec.subprotocol()), this);
        }
    }

    void subscribe(Room room) {
        Room before = rooms.putIfAbsent(room.name, room);
        if (before != null) {
            var _ = before.first.whenComplete((_, failure) -> {
                if (failure == null) {
                    room.first.complete(null);
                } else {
                    room.first.completeExceptionally(failure);
                }
            });
        } else if (connected) {
            sendSubscribe(room);
        } else if (closed) {
            fail(room);
        }
    }

    void forget(String room) {
        rooms.remove(room);
    }

    void send(Request request, Pending pending) {
        LoadSocket open = socket;
        if (!connected || open == null) {
            pending.unknown();
            return;
        }
        ids++;
        waiting().put(ids, pending);
        write(open, codec.command(open.buffers(), ids, request));
    }

    /// The id that the next command will have.
    int nextId() {
        return ids + 1;
    }

    /// @param millis to wait before the reconnect, or -1 for what the settings say
    void cut(long millis) {
        LoadSocket open = socket;
        if (open != null) {
            pauseMillis = millis;
            open.abort();
        }
    }

    void setReading(boolean reading) {
        LoadSocket open = socket;
        if (open != null && reading) {
            open.resumeReading();
        } else if (open != null) {
            open.pauseReading();
        }
    }

    void close() {
        giveUp("the client was closed");
        LoadSocket open = socket;
        if (open != null) {
            open.close(NORMAL, "");
        }
    }

    // From the socket.

    @Override
    public void opened(LoadSocket from) {
        if (closed) {
            from.close(NORMAL, "");
            return;
        }
        ids = CONNECT_ID;
        write(from, codec.connect(from.buffers(), CONNECT_ID, token));
    }

    @Override
    public void received(LoadSocket from, ByteBuf payload, long atNanos) {
        if (!from.equals(socket)) {
            return;
        }
        arrivalNanos = atNanos;
        int length = payload.readableBytes();
        byte[] frame = FRAME.get();
        if (frame.length < length) {
            frame = new byte[length + length / 2];
            FRAME.set(frame);
        }
        payload.getBytes(payload.readerIndex(), frame, 0, length);
        listener.read(length);
        codec.decode(frame, length, this);
    }

    @Override
    public void ended(LoadSocket from, SocketEnd end) {
        if (!from.equals(socket)) {
            return;
        }
        boolean wasConnected = connected;
        socket = null;
        connected = false;
        if (heartbeat != null) {
            heartbeat.stop();
            heartbeat = null;
        }
        IntObjectMap<Pending> unanswered = waiting;
        waiting = null;
        if (unanswered != null) {
            unanswered.values().forEach(Pending::unknown);
        }
        listener.ended(end, wasConnected);
        if (end instanceof SocketEnd.Closed(int code, String _) && Backoff.isTerminal(code)) {
            giveUp(end.why());
        } else if (!closed) {
            reconnect();
        }
    }

    // From the codec.

    @Override
    public void ping() {
        LoadSocket open = socket;
        if (open != null && answersPings) {
            write(open, codec.pong(open.buffers()));
        }
    }

    @Override
    public void published(String name, long offset, byte[] frame, int from, int to) {
        Room room = rooms.get(name);
        if (room != null) {
            room.offset = offset;
            listener.delivered(room.name, room.epoch, offset, frame, from, to, arrivalNanos);
        }
    }

    @Override
    public void presenceChanged(String room, boolean joined) {
        listener.presenceChanged(room, joined);
    }

    @Override
    public void unsubscribed(String name, int code) {
        Room room = rooms.get(name);
        if (room != null && code >= RESUBSCRIBES_FROM) {
            sendSubscribe(room);
        } else if (room != null) {
            rooms.remove(name);
            listener.subscribeRefused(name, code, "unsubscribed by the server");
        }
    }

    @Override
    public void answered(long id, Method method, byte[] frame, int from, int to) {
        if (method == Method.CONNECT) {
            connected(frame, from, to);
            return;
        }
        Pending pending = waiting().remove((int) id);
        if (pending != null) {
            pending.answered(method, frame, from, to);
        }
    }

    @Override
    public void refused(long id, int code, String message, boolean temporary) {
        LoadSocket open = socket;
        if (!connected && id == CONNECT_ID && open != null) {
            if (!Backoff.isWorthAnother(code, temporary)) {
                giveUp("connect was refused: " + code + " " + message);
            }
            open.close(NORMAL, "");
            return;
        }
        Pending pending = waiting().remove((int) id);
        if (pending != null) {
            pending.refused(code, message, temporary);
        }
    }

    private void connected(byte[] frame, int from, int to) {
        LoadSocket open = socket;
        if (open == null) {
            return;
        }
        connected = true;
        failures = 0;
        Connected result = codec.connected(frame, from, to);
        answersPings = result.pong();
        if (result.pingSeconds() > 0) {
            heartbeat = new Heartbeat(loop, result.pingSeconds(), () -> arrivalNanos, open::abort);
        }
        listener.connected(open.startedNanos());
        List.copyOf(rooms.values()).forEach(this::sendSubscribe);
    }

    private void sendSubscribe(Room room) {
        send(new Request.Subscribe(room.name, room.position(), settings.joinLeave()), new Pending() {
            @Override
            public void answered(Method method, byte[] frame, int from, int to) {
                subscribed(room, frame, from, to);
            }

            @Override
            public void refused(int code, String message, boolean temporary) {
                subscribeRefused(room, code, message, temporary);
            }

            @Override
            public void unknown() {
                // The next connection subscribes again.
            }
        });
    }

    private void subscribed(Room room, byte[] frame, int from, int to) {
        if (rooms.get(room.name) != room) {
            return;
        }
        Subscribed result = codec.subscribed(frame, from, to);
        Position position =
                result.recovered() ? new Position(result.position().epoch(), room.offset) : result.position();
        room.moveTo(position);
        listener.subscribed(room.name, position, result.recovered());
        codec.publications(room.name, frame, from, to, this);
        room.first.complete(null);
    }

    private void subscribeRefused(Room room, int code, String message, boolean temporary) {
        if (rooms.get(room.name) != room) {
            return;
        }
        if (temporary) {
            later(Backoff.pauseMillis(settings, failures++), () -> {
                if (connected && rooms.get(room.name) == room) {
                    sendSubscribe(room);
                }
            });
        } else {
            rooms.remove(room.name);
            listener.subscribeRefused(room.name, code, message);
            room.first.completeExceptionally(
                    new IllegalStateException("subscribe to " + room.name + " was refused: " + code + " " + message));
        }
    }

    private void reconnect() {
        long pause = pauseMillis >= 0 ? pauseMillis : Backoff.pauseMillis(settings, failures++);
        pauseMillis = -1;
        later(pause, this::open);
    }

    private void later(long millis, Runnable action) {
        if (loop.isShuttingDown()) {
            giveUp("the sockets were closed");
        } else {
            var _ = loop.schedule(action, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(String why) {
        closed = true;
        whyClosed = why;
        rooms.values().forEach(this::fail);
    }

    private void fail(Room room) {
        room.first.completeExceptionally(
                new IllegalStateException("subscribe to " + room.name + " did not happen: " + whyClosed));
    }

    private void write(LoadSocket open, ByteBuf message) {
        listener.written(message.readableBytes());
        open.send(message, codec.isText());
    }

    private IntObjectMap<Pending> waiting() {
        IntObjectMap<Pending> map = waiting;
        if (map == null) {
            map = new IntObjectHashMap<>(4);
            waiting = map;
        }
        return map;
    }
}
