package io.millrace.load.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The last handler of a socket's pipeline. Its state is confined to the event loop; `open` is also read
/// elsewhere.
final class NettySocket extends ChannelInboundHandlerAdapter implements LoadSocket {

    private static final int CLOSE_SECONDS = 2;
    private static final int NORMAL = 1_000;
    private static final int NO_CODE = 1_005;

    private final Target target;
    private final SocketListener listener;
    private final EventLoop loop;
    private final Runnable connectFinished;
    private @Nullable Channel channel;
    private @Nullable CompositeByteBuf fragments;
    private volatile boolean open;
    private volatile long startedNanos;
    private boolean finished;
    private boolean closing;
    private volatile boolean ended;

    /// @param connectFinished called once, when the socket opened or failed to
    NettySocket(Target target, SocketListener listener, EventLoop loop, Runnable connectFinished) {
        this.target = target;
        this.listener = listener;
        this.loop = loop;
        this.connectFinished = connectFinished;
    }

    Target target() {
        return target;
    }

    @Override
    public void sendText(String text) {
        send(ByteBufUtil.writeUtf8(buffers(), text), true);
    }

    @Override
    public void sendBinary(byte[] message) {
        send(Unpooled.copiedBuffer(message), false);
    }

    @Override
    public void send(ByteBuf payload, boolean text) {
        if (loop.inEventLoop()) {
            write(text ? new TextWebSocketFrame(payload) : new BinaryWebSocketFrame(payload));
        } else {
            onLoop(() -> send(payload, text));
        }
    }

    @Override
    public ByteBufAllocator buffers() {
        return PooledByteBufAllocator.DEFAULT;
    }

    @Override
    public void ping() {
        onLoop(() -> write(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER)));
    }

    @Override
    public void pauseReading() {
        setReading(false);
    }

    @Override
    public void resumeReading() {
        setReading(true);
    }

    @Override
    public void close(int code, String reason) {
        onLoop(() -> {
            Channel current = channel;
            if (open && current != null) {
                write(new CloseWebSocketFrame(code, reason));
                closing = true;
                cutLater(current);
            } else {
                abort();
            }
        });
    }

    @Override
    public void abort() {
        onLoop(() -> {
            Channel current = channel;
            if (current != null && !ended) {
                resetAtClose(current);
                end(new SocketEnd.Broken("aborted by this side"));
                var _ = current.close();
            } else {
                end(new SocketEnd.Broken("aborted by this side"));
            }
        });
    }

    @Override
    public long startedNanos() {
        return startedNanos;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    // From the pipeline and the handshake, on the event loop.

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        startedNanos = System.nanoTime();
    }

    /// Whether the socket was given up while it waited for its turn.
    boolean endedBeforeStart() {
        return ended;
    }

    void opened() {
        if (!ended) {
            open = true;
            finishConnect();
            listener.opened(this);
        }
    }

    void refused(HttpResponseStatus status) {
        end(new SocketEnd.Refused(status.code(), target.uri() + " answered " + status + " instead of a WebSocket"));
        cut();
    }

    void failed(Throwable cause) {
        end(new SocketEnd.Unreachable("cannot reach " + target.uri() + ": " + Causes.told(cause)));
        cut();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        long now = System.nanoTime();
        try {
            if (open && message instanceof WebSocketFrame frame) {
                read(context.channel(), frame, now);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(
                open
                        ? new SocketEnd.Broken("the connection ended without a close frame")
                        : new SocketEnd.Unreachable(
                                "cannot reach " + target.uri() + ": the connection ended during the handshake"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (open) {
            end(new SocketEnd.Broken(Causes.told(cause)));
            cut();
        } else {
            failed(cause);
        }
    }

    private void read(Channel from, WebSocketFrame frame, long now) {
        switch (frame) {
            case PingWebSocketFrame ping ->
                write(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame _ -> listener.ponged(this, now);
            case CloseWebSocketFrame close -> closedByPeer(from, close);
            case ContinuationWebSocketFrame part -> fragment(part, now);
            default -> {
                if (frame.isFinalFragment()) {
                    listener.received(this, frame.content(), now);
                } else {
                    fragment(frame, now);
                }
            }
        }
    }

    private void fragment(WebSocketFrame frame, long now) {
        CompositeByteBuf joined = fragments;
        if (joined == null) {
            joined = buffers().compositeBuffer(Integer.MAX_VALUE);
            fragments = joined;
        }
        joined.addComponent(true, frame.content().retain());
        if (frame.isFinalFragment()) {
            fragments = null;
            try {
                listener.received(this, joined, now);
            } finally {
                joined.release();
            }
        }
    }

    private void closedByPeer(Channel from, CloseWebSocketFrame frame) {
        int code = frame.statusCode() < 0 ? NO_CODE : frame.statusCode();
        if (!closing) {
            write(new CloseWebSocketFrame(code == NO_CODE ? NORMAL : code, ""));
        }
        end(new SocketEnd.Closed(code, frame.reasonText()));
        // The server ends the connection first, so that it keeps the port in TIME_WAIT and not we.
        cutLater(from);
    }

    private void write(WebSocketFrame frame) {
        Channel current = channel;
        if (open && current != null) {
            var _ = current.writeAndFlush(frame, current.voidPromise());
        } else {
            frame.release();
        }
    }

    /// Without effect when the threads have ended: so have the sockets.
    private void onLoop(Runnable action) {
        try {
            loop.execute(action);
        } catch (RejectedExecutionException _) {
            open = false;
        }
    }

    private void setReading(boolean reading) {
        onLoop(() -> {
            Channel current = channel;
            if (current != null) {
                current.config().setAutoRead(reading);
            }
        });
    }

    private static void resetAtClose(Channel current) {
        try {
            current.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException _) {
            // Not connected any more: nobody is left to be told.
        }
    }

    private void cutLater(Channel current) {
        var timer = loop.schedule(
                () -> {
                    end(new SocketEnd.Broken("the server did not answer the close frame"));
                    var _ = current.close();
                },
                CLOSE_SECONDS,
                TimeUnit.SECONDS);
        current.closeFuture().addListener(_ -> timer.cancel(false));
    }

    private void cut() {
        Channel current = channel;
        if (current != null) {
            var _ = current.close();
        }
    }

    private void end(SocketEnd end) {
        if (ended) {
            return;
        }
        ended = true;
        open = false;
        finishConnect();
        CompositeByteBuf unfinished = fragments;
        if (unfinished != null) {
            fragments = null;
            unfinished.release();
        }
        listener.ended(this, end);
    }

    private void finishConnect() {
        if (!finished) {
            finished = true;
            connectFinished.run();
        }
    }
}
