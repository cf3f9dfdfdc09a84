package io.millrace.load.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks for the WebSocket and leaves the pipeline when it has it, with all of HTTP.
/// Confined to the socket's event loop.
final class Handshake extends ChannelInboundHandlerAdapter {

    private static final int LONGEST_ANSWER = 16_384;

    private final NettySocket socket;
    private final WebSocketClientHandshaker handshaker;
    private final long timeoutMillis;
    private @Nullable Future<?> timer;

    private Handshake(NettySocket socket, SocketSettings settings) {
        this.socket = socket;
        this.timeoutMillis = settings.handshakeTimeout().toMillis();
        Target target = socket.target();
        this.handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                target.uri(),
                WebSocketVersion.V13,
                target.subprotocol().isEmpty() ? null : target.subprotocol(),
                false,
                EmptyHttpHeaders.INSTANCE,
                settings.messageBytes(),
                true,
                false,
                -1,
                false,
                false);
    }

    static void prepare(SocketChannel channel, NettySocket socket, SocketSettings settings) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new HttpClientCodec());
        pipeline.addLast(new HttpObjectAggregator(LONGEST_ANSWER));
        pipeline.addLast(new Handshake(socket, settings));
        pipeline.addLast(socket);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        timer = context.executor()
                .schedule(
                        () -> socket.failed(new WebSocketHandshakeException(
                                "no answer to the handshake within " + timeoutMillis + " ms")),
                        timeoutMillis,
                        TimeUnit.MILLISECONDS);
        var _ = handshaker.handshake(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof FullHttpResponse response && !handshaker.isHandshakeComplete()) {
            try {
                finish(context, response);
            } finally {
                response.release();
            }
        } else {
            // Frames that came with the answer belong to the socket behind this handler.
            context.fireChannelRead(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        Future<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void finish(ChannelHandlerContext context, FullHttpResponse response) {
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            socket.refused(response.status());
            return;
        }
        try {
            handshaker.finishHandshake(context.channel(), response);
        } catch (WebSocketHandshakeException e) {
            socket.failed(e);
            return;
        }
        // The HTTP codec leaves in a task of its own; what is behind it comes after, in order.
        socket.opened();
        context.pipeline().remove(this);
    }
}
