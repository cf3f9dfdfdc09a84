package io.millrace.edge.socket;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// A connection as Helidon's HTTP/1.1 code sees it, with deadlines on its reads and writes.
final class GuardedContext implements ConnectionContext {
    private static final byte[] AFTER_UPGRADE = {0};

    private final ConnectionContext context;
    private final Link link;
    private final RequestPhases phases;
    private final DataReader reader;
    private final DataWriter writer;
    private volatile boolean upgraded;

    GuardedContext(ConnectionContext context, Link link, SocketSettings settings) {
        this.context = context;
        this.link = link;
        this.phases = new RequestPhases(link, settings);
        this.reader = new DataReader(this::read);
        this.writer = new GuardedWriter(context.dataWriter(), link, settings.transferTimeout());
    }

    Link link() {
        return link;
    }

    RequestPhases phases() {
        return phases;
    }

    /// From now on the bytes belong to another protocol, whose owner reads them from the socket itself.
    ///
    /// @return what the client has already sent of it
    byte[] upgrade() {
        byte[] early = reader.available() == 0 ? BufferData.EMPTY_BYTES : reader.readBytes(reader.available());
        upgraded = true;
        // The reader keeps the last bytes that it was given: no longer those of the request.
        reader.ensureAvailable();
        HelidonBuffer.release(context.serverSocket());
        return early;
    }

    boolean isUpgraded() {
        return upgraded;
    }

    private byte @Nullable [] read() {
        if (upgraded) {
            return AFTER_UPGRADE;
        }
        phases.waiting(reader.available() > 0, System.nanoTime());
        byte @Nullable [] bytes = receive();
        phases.received(System.nanoTime());
        return bytes;
    }

    /// Reads from the socket: Helidon's own reader would keep the bytes of the request.
    private byte @Nullable [] receive() {
        try {
            return context.serverSocket().get();
        } catch (UncheckedIOException broken) {
            throw new ServerConnectionException("cannot read from the peer", broken);
        }
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return context.executor();
    }

    @Override
    public Router router() {
        return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return context.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return context.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return context.localPeer();
    }

    @Override
    public boolean isSecure() {
        return context.isSecure();
    }

    @Override
    public String socketId() {
        return context.socketId();
    }

    @Override
    public String childSocketId() {
        return context.childSocketId();
    }
}
