package io.millrace.load.socket;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;

/// How the event loops talk to the kernel.
///
/// @param loops makes their selectors
/// @param channel class of the sockets
record Transport(IoHandlerFactory loops, Class<? extends Channel> channel) {

    /// Native epoll on Linux: less work and memory for each socket than the JDK's selector, which serves
    /// elsewhere.
    static Transport best() {
        return Epoll.isAvailable()
                ? new Transport(EpollIoHandler.newFactory(), EpollSocketChannel.class)
                : new Transport(NioIoHandler.newFactory(), NioSocketChannel.class);
    }
}
