package io.millrace.load.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// A server that speaks enough of the protocol: rooms with a history and recovery, and a few special rooms. All
/// connections are served by one thread.
public final class FakeEdge implements AutoCloseable {

    private final Map<String, FakeRoom> rooms = new ConcurrentHashMap<>();
    private final BlockingQueue<ClientCommand> commands = new LinkedBlockingQueue<>();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final int pingSeconds;
    private final boolean remembersCommands;
    private final TestServer server;

    private FakeEdge(int pingSeconds, boolean remembersCommands) {
        this.pingSeconds = pingSeconds;
        this.remembersCommands = remembersCommands;
        this.server = TestServer.launch(Connection::new);
    }

    /// Starts one that announces pings every 25 seconds.
    public static FakeEdge launch() {
        return new FakeEdge(25, true);
    }

    /// Starts one that announces pings but does not remember commands.
    public static FakeEdge forgetful() {
        return new FakeEdge(25, false);
    }

    public URI uri() {
        return server.uri();
    }

    /// Commands in the order in which they came, pongs too.
    public BlockingQueue<ClientCommand> commands() {
        return commands;
    }

    /// Publishes as the server.
    public void publish(String room, String data) {
        room(room).publish(data);
    }

    /// Forgets the history of a room, so that nobody can recover.
    public void forget(String room) {
        room(room).forget();
    }

    /// Ends all subscriptions to a room.
    public void unsubscribeAll(String room, int code) {
        room(room).unsubscribeAll(code);
    }

    /// Sends a ping to everybody.
    public void pingAll() {
        channels.forEach(channel -> write(channel, wire(channel).ping()));
    }

    /// Closes all connections with a code.
    public void closeAll(int code) {
        channels.forEach(channel -> {
            var _ = channel.writeAndFlush(new CloseWebSocketFrame(code, "test"));
        });
    }

    /// Open connections.
    public int connections() {
        return channels.size();
    }

    @Override
    public void close() {
        server.close();
    }

    private FakeRoom room(String name) {
        return rooms.computeIfAbsent(name, FakeRoom::new);
    }

    static void write(Channel channel, byte[] reply) {
        var _ = channel.writeAndFlush(
                wire(channel) instanceof JsonWire
                        ? new TextWebSocketFrame(Unpooled.wrappedBuffer(reply))
                        : new BinaryWebSocketFrame(Unpooled.wrappedBuffer(reply)));
    }

    static Wire wire(Channel channel) {
        return ((Connection) channel.pipeline().last()).wire;
    }

    /// One client.
    private final class Connection extends SimpleChannelInboundHandler<WebSocketFrame> {

        private final Set<String> subscribed = new LinkedHashSet<>();
        private Wire wire = new JsonWire();

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete done) {
                wire = "centrifuge-protobuf".equals(done.selectedSubprotocol()) ? new ProtobufWire() : new JsonWire();
                channels.add(context.channel());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            channels.remove(context.channel());
            subscribed.forEach(name -> room(name).leave(context.channel()));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            for (ClientCommand command : wire.commands(ByteBufUtil.getBytes(frame.content()))) {
                if (remembersCommands) {
                    commands.add(command);
                }
                answer(context.channel(), command);
            }
        }

        private void answer(Channel channel, ClientCommand command) {
            switch (command.name()) {
                case "connect" ->
                    write(
                            channel,
                            command.token().equals("wrong")
                                    ? wire.error(command.id(), 109, "token expired", false)
                                    : wire.connected(command.id(), pingSeconds));
                case "subscribe" -> subscribe(channel, command);
                case "unsubscribe" -> {
                    subscribed.remove(command.room());
                    room(command.room()).leave(channel);
                    write(channel, wire.done(command));
                }
                case "presence" -> write(channel, wire.done(command));
                case "publish", "rpc" -> publish(channel, command);
                case "presence_stats" ->
                    write(channel, wire.stats(command.id(), room(command.room()).size()));
                case String _ -> {}
            }
        }

        private void subscribe(Channel channel, ClientCommand command) {
            if (command.room().startsWith("denied")) {
                write(channel, wire.error(command.id(), 103, "permission denied", false));
            } else {
                subscribed.add(command.room());
                room(command.room()).join(channel, wire, command);
            }
        }

        private void publish(Channel channel, ClientCommand command) {
            switch (command.room()) {
                case "denied" -> write(channel, wire.error(command.id(), 103, "permission denied", false));
                case "silent" -> {}
                case String name -> {
                    long offset = room(name).publish(command.data(), command.key());
                    write(
                            channel,
                            command.name().equals("rpc")
                                    ? wire.place(command.id(), room(name).epoch(), offset)
                                    : wire.done(command));
                }
            }
        }
    }

    /// A room and its stream.
    private static final class FakeRoom {

        private final String name;
        private final List<Wire.Event> events = new ArrayList<>();
        private final Set<Channel> members = new LinkedHashSet<>();
        private final Map<String, Long> keys = new HashMap<>();
        private int forgotten;
        private int epochs = 1;

        private FakeRoom(String name) {
            this.name = name;
        }

        synchronized String epoch() {
            return "e" + epochs;
        }

        synchronized int size() {
            return members.size();
        }

        /// The same key is the same publication.
        synchronized long publish(String data, String key) {
            Long before = key.isEmpty() ? null : keys.get(key);
            if (before != null) {
                return before;
            }
            long offset = publish(data);
            keys.put(key, offset);
            return offset;
        }

        synchronized long publish(String data) {
            Wire.Event event = new Wire.Event(forgotten + events.size() + 1, data);
            events.add(event);
            members.forEach(member -> write(member, wire(member).publication(name, event)));
            return event.offset();
        }

        synchronized void join(Channel channel, Wire wire, ClientCommand command) {
            int top = forgotten + events.size();
            boolean recovered =
                    command.recoverFrom() >= forgotten && command.epoch().equals(epoch());
            List<Wire.Event> missed =
                    recovered ? events.subList((int) command.recoverFrom() - forgotten, events.size()) : List.of();
            long offset = recovered ? command.recoverFrom() : top;
            write(channel, wire.subscribed(command.id(), epoch(), offset, recovered, missed));
            members.forEach(member -> write(member, wire(member).join(name)));
            members.add(channel);
        }

        synchronized void leave(Channel channel) {
            members.remove(channel);
        }

        synchronized void forget() {
            forgotten += events.size();
            events.clear();
            epochs++;
        }

        synchronized void unsubscribeAll(int code) {
            members.forEach(member -> write(member, wire(member).unsubscribed(name, code)));
            members.clear();
        }
    }
}
