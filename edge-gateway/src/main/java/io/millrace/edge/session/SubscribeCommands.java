package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Expiry;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.protocol.SubscribeRequest;
import io.millrace.edge.protocol.Subscription;
import io.millrace.edge.room.LocalRoom;
import io.millrace.edge.room.Recovery;
import io.millrace.runtime.namespace.Namespace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Subscribe and unsubscribe (protocol sections 5 to 7).
final class SubscribeCommands {

    private static final String FOSSIL = "fossil";

    private final Session session;
    private final EdgeServices services;
    private final LiveRooms live;

    SubscribeCommands(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
        this.live = new LiveRooms(session, services);
    }

    void subscribe(Command.Subscribe command) {
        SubscribeRequest request = command.request();
        if (command.channel().isEmpty()
                || !(request.delta().isEmpty() || request.delta().equals(FOSSIL))) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        switch (services.rules().resolve(command.channel())) {
            case Resolution.Unknown(Refusal refusal) -> refuse(command.id(), refusal);
            case Resolution.Known known -> {
                if (!session.canRead(known.namespace().format())) {
                    session.disconnect(DisconnectCode.INAPPROPRIATE_PROTOCOL);
                    return;
                }
                Optional<Refusal> refusal = check(known, request);
                if (refusal.isPresent()) {
                    refuse(command.id(), refusal.get());
                } else {
                    live.await(command.id(), known, room -> enter(command, known, room));
                }
            }
        }
    }

    /// Begins to follow the rooms of those subscribe commands that will be allowed.
    void prefetch(List<Command> commands) {
        int free = services.config().limits().subscriptions() - session.subscriptionCount();
        for (Command command : commands) {
            if (command instanceof Command.Subscribe subscribe
                    && free-- > 0
                    && services.rules().resolve(subscribe.channel()) instanceof Resolution.Known known
                    && session.canRead(known.namespace().format())
                    && check(known, subscribe.request()).isEmpty()) {
                services.rooms().prefetch(known.room(), known.namespace(), System.nanoTime());
            }
        }
    }

    /// Always succeeds: clients answer an error here with a reconnect.
    void unsubscribe(Command.Unsubscribe command) {
        if (command.channel().isEmpty()) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        if (services.rules().resolve(command.channel()) instanceof Resolution.Known known) {
            session.leave(known.room());
        }
        session.send(new Reply.UnsubscribeResult(command.id()));
    }

    private Optional<Refusal> check(Resolution.Known known, SubscribeRequest request) {
        if (session.isSubscribed(known.room())) {
            return refusal(ErrorCode.ALREADY_SUBSCRIBED, null);
        }
        int limit = services.config().limits().subscriptions();
        if (session.subscriptionCount() >= limit) {
            return refusal(ErrorCode.LIMIT_EXCEEDED, "limit exceeded: " + limit + " subscriptions per connection");
        }
        if (request.type() != 0 || request.wishes().filtered()) {
            return refusal(ErrorCode.NOT_AVAILABLE, null);
        }
        return RoomRules.mustBeIn(known.namespace().access().subscribe(), session.identity(), false);
    }

    /// Runs while the room is locked: the reply is queued before any later push of the room.
    private void enter(Command.Subscribe command, Resolution.Known known, LocalRoom room) {
        Namespace namespace = known.namespace();
        SubscribeRequest request = command.request();
        Optional<Subscription.Recovery> decided = recover(request, namespace, room);
        if (decided.isEmpty()) {
            // To start anew here would lose the client its place for nothing: it asks again in a moment.
            refuse(command.id(), new Refusal(ErrorCode.INTERNAL, ErrorCode.INTERNAL.message()));
            return;
        }
        Subscription.Recovery recovery = decided.get();
        if (request.rejectsUnrecovered() && recovery.requested() && !recovery.recovered()) {
            refuse(
                    command.id(),
                    new Refusal(ErrorCode.UNRECOVERABLE_POSITION, ErrorCode.UNRECOVERABLE_POSITION.message()));
            return;
        }
        boolean positioned = namespace.keepsHistory();
        StreamPosition top = room.position();
        StreamPosition from = request.recoverFrom();
        StreamPosition position = !positioned
                ? StreamPosition.UNKNOWN
                : recovery.recovered() && from != null ? new StreamPosition(from.offset(), top.epoch()) : top;
        session.send(new Reply.SubscribeResult(
                command.id(),
                new Subscription(Expiry.NEVER, positioned, positioned, position, recovery, Payload.NONE, false)));
        LiveSubscription subscription = new LiveSubscription(
                session,
                known.room(),
                session.info(),
                namespace.joinLeave() && request.wishes().joinLeave());
        session.subscribed(subscription);
        room.add(subscription);
        if (session.hasEnded()) {
            // Its end may have come between and found nothing to leave.
            session.leave(known.room());
        }
    }

    /// Empty when this edge is behind the client's position and will catch up.
    private Optional<Subscription.Recovery> recover(SubscribeRequest request, Namespace namespace, LocalRoom room) {
        StreamPosition from = request.recoverFrom();
        if (from == null || !namespace.keepsHistory()) {
            return Optional.of(Subscription.Recovery.NOT_REQUESTED);
        }
        long nowMicros = live.nowMicros();
        return switch (room.recover(from, services.config().limits().recovery(), nowMicros)) {
            case Recovery.Complete(var missed) ->
                Optional.of(
                        session.replyBudget().holds(missed)
                                ? Subscription.Recovery.of(missed)
                                : Subscription.Recovery.FAILED);
            case Recovery.TooOld(), Recovery.Gone() -> Optional.of(Subscription.Recovery.FAILED);
            case Recovery.Ahead() -> Optional.empty();
        };
    }

    private void refuse(long id, Refusal refusal) {
        session.send(new Reply.ErrorReply(
                id, refusal.code().code(), refusal.message(), refusal.code().temporary()));
    }

    private static Optional<Refusal> refusal(ErrorCode code, @Nullable String message) {
        return Optional.of(new Refusal(code, message == null ? code.message() : message));
    }
}
