package io.millrace.load.socket;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Opens WebSockets, as many as the process may have files, on a few threads it owns.
///
/// Thread-safe. An idle socket holds no buffers. Closing it cuts all its sockets and ends the threads.
public final class Sockets implements AutoCloseable {

    private static final int LEAST_READ = 256;
    private static final int FIRST_READ = 2_048;
    private static final int MOST_READ = 65_536;
    private static final int GATE_CLOSES_SECONDS = 5;

    private final SocketSettings settings;
    private final EventLoopGroup group;
    private final ConnectGate gate;
    private final Bootstrap bootstrap;
    private final List<InetAddress> sources;
    private final AtomicInteger turn = new AtomicInteger();

    private Sockets(SocketSettings settings, Transport transport) {
        this.settings = settings;
        this.sources = settings.sources();
        this.group = new MultiThreadIoEventLoopGroup(
                settings.threads(), new DefaultThreadFactory("load-sockets", true), transport.loops());
        this.gate = new ConnectGate(group.next(), settings.connectsUnderWay(), settings.connectsPerSecond());
        this.bootstrap = new Bootstrap()
                .channel(transport.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.handshakeTimeout().toMillis()))
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ));
        if (transport.channel() == EpollSocketChannel.class) {
            // The port is chosen at connect: two sockets to different servers may then share one.
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
    }

    /// Starts the threads.
    public static Sockets open(SocketSettings settings) {
        return new Sockets(settings, Transport.best());
    }

    /// One of the event loops, each in turn.
    public EventLoop nextLoop() {
        return group.next();
    }

    /// Opens a socket in the background, as soon as the limits of the settings let it.
    ///
    /// @return the socket, not open yet: that and every failure the listener hears
    public LoadSocket connect(Target target, SocketListener listener) {
        return connect(nextLoop(), target, listener);
    }

    /// The same on a given event loop of these.
    public LoadSocket connect(EventLoop loop, Target target, SocketListener listener) {
        NettySocket socket = new NettySocket(target, listener, loop, gate::finished);
        gate.submit(() -> start(loop, socket));
        return socket;
    }

    /// Cuts all sockets without telling the servers and ends the threads, in a few seconds at most.
    @Override
    public void close() {
        group.shutdownGracefully(0, GATE_CLOSES_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(GATE_CLOSES_SECONDS, TimeUnit.SECONDS);
    }

    private void start(EventLoop loop, NettySocket socket) {
        if (socket.endedBeforeStart()) {
            return;
        }
        Target target = socket.target();
        Bootstrap connect = bootstrap.clone(loop).handler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                Handshake.prepare(channel, socket, settings);
            }
        });
        if (!sources.isEmpty()) {
            InetAddress source = sources.get(Math.floorMod(turn.getAndIncrement(), sources.size()));
            connect.localAddress(new InetSocketAddress(source, 0));
        }
        var _ = connect.connect(target.uri().getHost(), target.port()).addListener(connected -> {
            if (!connected.isSuccess()) {
                socket.failed(connected.cause());
            }
        });
    }
}
