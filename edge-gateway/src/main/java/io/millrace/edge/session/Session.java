package io.millrace.edge.session;

import io.millrace.edge.admission.Identity;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.edge.config.Limits;
import io.millrace.edge.config.Timing;
import io.millrace.edge.outbox.Outbox;
import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.CommandDecoder;
import io.millrace.edge.protocol.DecodeLimits;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.ProtocolViolation;
import io.millrace.edge.protocol.Push;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.protocol.UnsubscribeCode;
import io.millrace.edge.socket.ClientSocket;
import io.millrace.edge.socket.CloseInfo;
import io.millrace.edge.socket.EncodedFrame;
import io.millrace.edge.socket.MessageKind;
import io.millrace.edge.socket.SocketHandler;
import io.millrace.id.ClientId;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client connection, from the upgrade to its end.
///
/// Commands are decoded and handled one after the other on the socket's reader thread. Replies and pushes may
/// come from any thread and leave through the outbox. The state is NEW until a connect command comes, VERIFYING
/// until it is known whose the session is, CONNECTING, then CONNECTED; a connect that fails makes it REFUSED or
/// FAILED, after which only the end can follow.
public final class Session implements SocketHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(Session.class);
    private static final CommandDecoder JSON = CommandDecoder.of(Encoding.JSON, DecodeLimits.DEFAULT);
    private static final CommandDecoder PROTOBUF = CommandDecoder.of(Encoding.PROTOBUF, DecodeLimits.DEFAULT);

    /// Operations of the server API that may wait for a session to be connected.
    private static final int MOST_AWAITING = 256;

    private static final EncodedFrame FRAME_PING = EncodedFrame.ping(new byte[0]);

    private final EdgeServices services;
    private final SessionRegistry registry;
    private final Encoding encoding;
    private final Transport transport;
    private final CommandDecoder decoder;
    private final CommandHandler handler;
    private final ClientId client = ClientId.random();
    private final SessionSubscriptions subscriptions = new SessionSubscriptions();
    private final Semaphore publishSlots;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile State state = State.NEW;
    private volatile Identity identity = Identity.ANONYMOUS;
    private volatile @Nullable ClientSocket socket;
    private volatile @Nullable Outbox outbox;
    private final Heartbeat heartbeat;

    /// When the server began to wait for a connect command, or for a refused client to go. Written before the
    /// state.
    private long waitingSinceNanos = System.nanoTime();

    /// Only used by the reader thread.
    private long commandDeadlineNanos;

    /// Only used by the reader thread.
    private boolean ticketed;

    /// What others want done once this session is connected; null when there is nothing. Guarded by the
    /// handler's monitor.
    private @Nullable List<Runnable> awaitingConnect;

    /// Life of a session.
    enum State {
        NEW,
        /// The connect command is here: however long it takes from now on is not the client's fault.
        VERIFYING,
        CONNECTING,
        CONNECTED,
        REFUSED,
        /// Refused for the moment, through no fault of the client.
        FAILED
    }

    /// @param registry has reserved a place for this session
    public Session(EdgeServices services, SessionRegistry registry, Transport transport) {
        EdgeConfig config = services.config();
        this.services = services;
        this.registry = registry;
        this.transport = transport;
        this.encoding = transport.encoding();
        this.decoder = encoding.isBinary() ? PROTOBUF : JSON;
        this.handler = new CommandHandler(this, services);
        this.publishSlots = new Semaphore(config.limits().session().publishesInFlight());
        this.heartbeat = new Heartbeat(config.timing(), waitingSinceNanos);
    }

    @Override
    public void onOpen(ClientSocket opened) {
        Limits.PerSession limits = services.config().limits().session();
        outbox = new Outbox(opened, new Outbox.Limits(limits.outboxBytes(), limits.outboxFrames()), services.writers());
        socket = opened;
        registry.opened(this);
    }

    @Override
    public void onMessage(MessageKind kind, byte[] payload, int length) {
        if ((kind == MessageKind.BINARY) != encoding.isBinary()) {
            disconnect(DisconnectCode.INAPPROPRIATE_PROTOCOL);
            return;
        }
        try {
            handleAll(decoder.decode(payload, length));
        } catch (ProtocolViolation violation) {
            LOGGER.atDebug()
                    .addKeyValue("session", client)
                    .addKeyValue("error", violation.getMessage())
                    .log("client broke the protocol");
            disconnect(violation.code());
        }
    }

    private void handleAll(List<Command> commands) {
        commandDeadlineNanos =
                System.nanoTime() + services.config().timing().command().toNanos();
        boolean prepared = false;
        boolean refusedBefore = isRefused();
        for (Command command : commands) {
            awaitOutbox();
            // Libraries send connect and what follows it in one message. When the connect is refused they have not
            // done anything wrong with the rest, which is passed over.
            if (ended.get() || (isRefused() && !refusedBefore)) {
                return;
            }
            if (!prepared && state == State.CONNECTED) {
                prepared = true;
                handler.prepare(commands);
            }
            services.metrics().command();
            handler.handle(command);
        }
    }

    private boolean isRefused() {
        State current = state;
        return current == State.REFUSED || current == State.FAILED;
    }

    /// Stops reading from a client that does not read what it has asked for.
    private void awaitOutbox() {
        Outbox box = outbox;
        if (box != null) {
            box.awaitAtMost(services.config().limits().session().outboxBytes() / 2);
        }
    }

    @Override
    public void onClose(CloseInfo info) {
        ended.set(true);
        Outbox box = outbox;
        if (box != null) {
            box.abandon();
        }
        registry.release(this);
        subscriptions.all().forEach(subscription -> leave(subscription.room()));
        LOGGER.atDebug()
                .addKeyValue("session", client)
                .addKeyValue("cause", info.cause())
                .addKeyValue("code", info.code())
                .log("session ended");
    }

    /// Ends the connection: what is queued is sent first, except for a slow client. Does not block.
    void disconnect(DisconnectCode code) {
        disconnect(CloseAdvice.of(code));
    }

    /// Ends the connection with any code.
    void disconnect(CloseAdvice advice) {
        ClientSocket open = socket;
        Outbox box = outbox;
        if (open == null || box == null || !ended.compareAndSet(false, true)) {
            return;
        }
        services.metrics().disconnected(advice.code());
        Runnable close = () -> open.close(advice.webSocketCode(), advice.reason());
        if (advice.flushes()) {
            box.closeAfterFlush(close);
        } else {
            box.closeNow(close);
        }
    }

    /// Keeps what others send for the moment back: the reply to the connect command comes first (section 4).
    void holdReplies() {
        Outbox box = outbox;
        if (box != null) {
            box.hold();
        }
    }

    /// Sends a reply and then what was kept back.
    void releaseReplies(Reply first) {
        Outbox box = outbox;
        if (box != null) {
            box.release(SharedReply.encode(first, encoding));
        }
    }

    /// Forgets what was kept back.
    void dropHeldReplies() {
        Outbox box = outbox;
        if (box != null) {
            box.dropHeld();
        }
    }

    void sendUnsubscribe(RoomId room, int code, String reason) {
        send(new Push(room.value(), new Push.Unsubscribe(code, reason)));
    }

    /// Queues a reply for this session alone.
    void send(Reply reply) {
        offer(SharedReply.encode(reply, encoding));
    }

    /// Queues a reply that other sessions get too. Does not throw: their turn comes next.
    void send(SharedReply reply) {
        try {
            offer(reply.frame(encoding));
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    /// Something went wrong that should not, in work for this session alone.
    void failed(RuntimeException failure) {
        LOGGER.atError().addKeyValue("session", client).setCause(failure).log("session failed");
        disconnect(DisconnectCode.INTERNAL_SERVER_ERROR);
    }

    /// Looks at the deadlines of this session.
    void tick(long nowNanos) {
        switch (state) {
            case NEW, REFUSED -> endStale(nowNanos, DisconnectCode.STALE);
            case FAILED -> endStale(nowNanos, DisconnectCode.INTERNAL_SERVER_ERROR);
            case VERIFYING, CONNECTING -> {}
            case CONNECTED -> tickConnected(nowNanos);
        }
    }

    private void endStale(long nowNanos, DisconnectCode code) {
        if (nowNanos - waitingSinceNanos >= services.config().timing().stale().toNanos()) {
            disconnect(code);
        }
    }

    private void tickConnected(long nowNanos) {
        if ((identity.expiresAt() != null || subscriptions.someEnd())
                && isOver(services.clock().instant())) {
            return;
        }
        switch (heartbeatTick(nowNanos)) {
            case PING -> ping();
            case NO_PONG -> disconnect(DisconnectCode.NO_PONG);
            case NOTHING -> {}
        }
    }

    /// Ends what was not refreshed in time. Only asked where something ends: most sessions need no clock.
    ///
    /// @return whether the connection itself is over
    private boolean isOver(Instant now) {
        Timing timing = services.config().timing();
        Instant expiresAt = identity.expiresAt();
        if (expiresAt != null && now.isAfter(expiresAt.plus(timing.expiredGrace()))) {
            disconnect(DisconnectCode.CONNECTION_EXPIRED);
            return true;
        }
        for (LiveSubscription over : subscriptions.endedBefore(now.minus(timing.expiredSubscriptionGrace()))) {
            // Unless the client was faster and has left by itself.
            if (leave(over.room())) {
                over.end(UnsubscribeCode.SUBSCRIPTION_EXPIRED, DisconnectCode.SUBSCRIPTION_EXPIRED);
            }
        }
        return false;
    }

    private void ping() {
        if (transport.framePings()) {
            offer(FRAME_PING);
        } else {
            send(Reply.PING);
        }
    }

    /// Only asked for when the client is pinged by frames; RFC 6455 allows pongs that nobody asked for.
    @Override
    public void onPong() {
        if (transport.framePings()) {
            synchronized (heartbeat) {
                heartbeat.pong();
            }
        }
    }

    private Heartbeat.Due heartbeatTick(long nowNanos) {
        synchronized (heartbeat) {
            return heartbeat.tick(nowNanos);
        }
    }

    void pong() {
        boolean expected;
        synchronized (heartbeat) {
            expected = heartbeat.pong();
        }
        if (!expected) {
            disconnect(DisconnectCode.BAD_REQUEST);
        }
    }

    // For the command handlers, on the reader thread.

    State state() {
        return state;
    }

    boolean hasEnded() {
        return ended.get();
    }

    /// By when the commands of the current message are answered. They share it: a client that asks for a
    /// hundred rooms in one message must not keep its reader waiting a hundred times.
    long commandDeadlineNanos() {
        return commandDeadlineNanos;
    }

    /// Notes whose session this is; from here on it is found by its user.
    ///
    /// @return false when the user has too many sessions
    boolean identify(Identity as) {
        identity = as;
        state = State.CONNECTING;
        return registry.identified(this);
    }

    /// Whether it is known whose session this is, and it is or will be of use.
    boolean isIdentified() {
        State current = state;
        return current == State.CONNECTING || current == State.CONNECTED;
    }

    void verifying() {
        state = State.VERIFYING;
    }

    /// The connect reply is on its way: does what had to wait for it.
    void connected() {
        synchronized (handler) {
            state = State.CONNECTED;
            List<Runnable> waiting = awaitingConnect;
            awaitingConnect = null;
            if (waiting != null) {
                waiting.forEach(this::guarded);
            }
        }
    }

    /// Does something with the connected session: at once, or right after the connect reply, in the order of
    /// the calls. One that is never connected forgets it. Never waits for the client.
    ///
    /// @param work must not block
    /// @return false when the session is not, and will not be, connected
    boolean whenConnected(Runnable work) {
        synchronized (handler) {
            return switch (state) {
                case CONNECTED -> {
                    guarded(work);
                    yield true;
                }
                case CONNECTING -> {
                    List<Runnable> waiting = awaitingConnect == null ? new ArrayList<>() : awaitingConnect;
                    awaitingConnect = waiting;
                    if (waiting.size() < MOST_AWAITING) {
                        waiting.add(work);
                    } else {
                        // It begins anew, rather than without something that was answered as done.
                        disconnect(DisconnectCode.INSUFFICIENT_STATE);
                    }
                    yield true;
                }
                case NEW, VERIFYING, REFUSED, FAILED -> false;
            };
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    /// The client has the whole time again to read the answer and to go: the answer may have come late.
    ///
    /// @param temporarily whether the same client could be let in later
    void refused(boolean temporarily) {
        synchronized (handler) {
            waitingSinceNanos = System.nanoTime();
            state = temporarily ? State.FAILED : State.REFUSED;
            awaitingConnect = null;
        }
    }

    String peer() {
        return transport.peer();
    }

    Transport transport() {
        return transport;
    }

    ClientId client() {
        return client;
    }

    Identity identity() {
        return identity;
    }

    /// Whether a resume ticket, and no token, says who the client is.
    boolean isTicketed() {
        return ticketed;
    }

    void ticketed(boolean byTicket) {
        ticketed = byTicket;
    }

    void refreshed(Identity as) {
        identity = as;
    }

    /// The client as others see it.
    ///
    /// @param chanInfo what only the others in a room see
    ClientInfo info(Payload chanInfo) {
        Identity current = identity;
        return new ClientInfo(current.user().value(), client.value(), current.info(), chanInfo);
    }

    Encoding encoding() {
        return encoding;
    }

    /// Whether payloads of that format can be written in this session's encoding.
    boolean canRead(Namespace.Format format) {
        return encoding.isBinary() || format == Namespace.Format.JSON;
    }

    boolean isSubscribed(RoomId room) {
        return subscriptions.in(room) != null;
    }

    SessionSubscriptions subscriptions() {
        return subscriptions;
    }

    int subscriptionCount() {
        return subscriptions.size();
    }

    /// The room has removed the subscription by itself.
    void forget(RoomId room) {
        subscriptions.remove(room);
    }

    /// Ends a subscription.
    ///
    /// @return false when there was none
    boolean leave(RoomId room) {
        boolean left = subscriptions.remove(room) != null;
        if (left) {
            services.rooms().leave(room, client, System.nanoTime());
        }
        return left;
    }

    /// Ends a subscription because the user was banned from the room; without effect when there is none.
    void expel(RoomId room) {
        if (leave(room)) {
            sendUnsubscribe(room, UnsubscribeCode.BANNED.code(), UnsubscribeCode.BANNED.reason());
        }
    }

    ReplyBudget replyBudget() {
        return new ReplyBudget(services.config().limits().session().outboxBytes() / 2);
    }

    Semaphore publishSlots() {
        return publishSlots;
    }

    /// Waits until everything is answered that the client has published: it reads what it wrote. Ends within
    /// the deadline of publishes. Only for the thread that reads the client's commands.
    void awaitPublishes() {
        int all = services.config().limits().session().publishesInFlight();
        publishSlots.acquireUninterruptibly(all);
        publishSlots.release(all);
    }

    int queuedBytes() {
        Outbox box = outbox;
        return box == null ? 0 : box.queuedBytes();
    }

    private void offer(EncodedFrame frame) {
        Outbox box = outbox;
        if (box != null && !box.offer(frame)) {
            disconnect(DisconnectCode.SLOW);
        }
    }
}
