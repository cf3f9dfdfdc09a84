package io.millrace.load.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The server's side: answers every text with the same text, and obeys a few words.
@Sharable
final class Peer extends SimpleChannelInboundHandler<WebSocketFrame> {

    final Collection<Channel> channels = new ConcurrentLinkedQueue<>();
    final Map<InetAddress, AtomicInteger> sources = new ConcurrentHashMap<>();
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeComplete) {
            channels.add(context.channel());
            InetAddress source = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
            sources.computeIfAbsent(source, _ -> new AtomicInteger()).incrementAndGet();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (!(frame instanceof TextWebSocketFrame text)) {
            return;
        }
        switch (text.text()) {
            case "close" -> send(context, new CloseWebSocketFrame(4_001, "asked to"));
            case "cut" -> {
                var _ = context.close();
            }
            case "fragments" -> {
                send(context, new TextWebSocketFrame(false, 0, "one "));
                send(context, new ContinuationWebSocketFrame(false, 0, "two "));
                send(context, new ContinuationWebSocketFrame(true, 0, "three"));
            }
            case String other -> send(context, new TextWebSocketFrame(other));
        }
    }

    private static void send(ChannelHandlerContext context, WebSocketFrame frame) {
        var _ = context.writeAndFlush(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ends.add("ended");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ends.add(String.valueOf(cause.getMessage()));
    }
}
