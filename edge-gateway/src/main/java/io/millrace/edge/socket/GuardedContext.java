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
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// A connection as Helidon's HTTP/1.1 code sees it, with deadlines on its reads and writes.
final class GuardedContext implements ConnectionContext {
    private final ConnectionContext context;
    private final Link link;
    private final RequestPhases phases;
    private final DataReader reader;
    private final DataWriter writer;
    private final GuardedPeer peer;
    private volatile boolean upgraded;

    /// Only used by the thread of the connection.
    private boolean takenOver;

    GuardedContext(ConnectionContext context, Link link, SocketSettings settings) {
        this.context = context;
        this.link = link;
        this.phases = new RequestPhases(link, settings);
        this.reader = new DataReader(this::read);
        this.peer = new GuardedPeer(context.remotePeer(), this);
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
        return early;
    }

    /// Takes the connection away from Helidon, which then forgets it as soon as its thread returns.
    ///
    /// @return whether that was possible; if so, the caller must end the connection
    boolean takeOver() {
        takenOver = Takeover.from(context.serverSocket());
        return takenOver;
    }

    boolean isTakenOver() {
        return takenOver;
    }

    boolean isUpgraded() {
        return upgraded;
    }

    private byte @Nullable [] read() {
        phases.waiting(reader.available() > 0, System.nanoTime());
        DataReader source = context.dataReader();
        try {
            source.ensureAvailable();
        } catch (DataReader.InsufficientDataAvailableException end) {
            return null;
        }
        byte[] bytes = source.readBytes(source.available());
        phases.received(System.nanoTime());
        return bytes;
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
        return peer;
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
