package io.millrace.edge.session;

import io.millrace.edge.admission.Overrides;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.admission.SubscriptionGrant;
import io.millrace.edge.admission.SubscriptionOptions;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Expiry;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.protocol.SubscribeRequest;
import io.millrace.edge.protocol.Subscription;
import io.millrace.edge.room.LocalRoom;
import io.millrace.edge.room.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes a session into rooms, whoever asked for it: the client, its token, or the server API.
final class RoomEntry {

    private final Session session;
    private final EdgeServices services;

    RoomEntry(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
    }

    Session session() {
        return session;
    }

    /// A subscription with the options that namespace, token and client agree on.
    AdmittedSubscription admit(
            Resolution.Known known, SubscriptionGrant grant, SubscribeRequest request, boolean serverSide) {
        return new AdmittedSubscription(known, options(known, grant.overrides(), request), grant, request, serverSide);
    }

    private SubscriptionOptions options(Resolution.Known known, Overrides overrides, SubscribeRequest request) {
        boolean mayReadPresence = services.rules()
                .contains(
                        known.namespace().access().readPresence(),
                        session.identity().user(),
                        true);
        return SubscriptionOptions.resolve(known.namespace(), overrides, request.wishes(), mayReadPresence);
    }

    /// Enters a room. Runs while the room is locked: the answer is queued before any later push of the room.
    ///
    /// @param answer takes the subscription to the client; not called when it is refused
    /// @return why the session is not in the room
    Optional<Refusal> enter(AdmittedSubscription admitted, LocalRoom room, Consumer<Subscription> answer) {
        Resolution.Known known = admitted.known();
        if (session.isSubscribed(known.room())) {
            return Optional.of(Refusal.of(ErrorCode.ALREADY_SUBSCRIBED));
        }
        Instant end = admitted.grant().expiresAt();
        Instant now = services.clock().instant();
        if (end != null && !now.isBefore(end)) {
            return Optional.of(Refusal.of(ErrorCode.EXPIRED));
        }
        Optional<Subscription.Recovery> decided = recover(admitted, room);
        if (decided.isEmpty()) {
            // To start anew here would lose the client its place for nothing: it asks again in a moment.
            return Optional.of(Refusal.of(ErrorCode.INTERNAL));
        }
        Subscription.Recovery recovery = decided.get();
        if (admitted.request().rejectsUnrecovered() && recovery.requested() && !recovery.recovered()) {
            return Optional.of(Refusal.of(ErrorCode.UNRECOVERABLE_POSITION));
        }
        SubscriptionOptions options = admitted.options();
        answer.accept(new Subscription(
                expiry(end, now),
                options.positioned(),
                options.recoverable(),
                position(admitted, recovery, room),
                recovery,
                admitted.grant().data(),
                false));
        LiveSubscription subscription = new LiveSubscription(
                session,
                known.room(),
                session.info(admitted.grant().info()),
                options.pushJoinLeave(),
                options.seen(),
                admitted.serverSide());
        session.subscriptions().add(subscription, end);
        room.add(subscription);
        if (session.hasEnded()) {
            // Its end may have come between and found nothing to leave.
            session.leave(known.room());
        }
        return Optional.empty();
    }

    /// Seconds until an end, at least 1.
    static Expiry expiry(@Nullable Instant end, Instant now) {
        return end == null
                ? Expiry.NEVER
                : Expiry.inSeconds(Math.max(1, Duration.between(now, end).toSeconds()));
    }

    private static StreamPosition position(
            AdmittedSubscription admitted, Subscription.Recovery recovery, LocalRoom room) {
        if (!admitted.options().positioned()) {
            return StreamPosition.UNKNOWN;
        }
        StreamPosition top = room.position();
        StreamPosition from = admitted.request().recoverFrom();
        return recovery.recovered() && from != null ? new StreamPosition(from.offset(), top.epoch()) : top;
    }

    /// Empty when this edge is behind the client's position and will catch up.
    private Optional<Subscription.Recovery> recover(AdmittedSubscription admitted, LocalRoom room) {
        StreamPosition from = admitted.request().recoverFrom();
        if (from == null || !admitted.options().recoverable()) {
            return Optional.of(Subscription.Recovery.NOT_REQUESTED);
        }
        int most = services.config().limits().answers().recovery();
        return switch (room.recover(from, most, services.nowMicros())) {
            case Recovery.Complete(var missed) ->
                Optional.of(
                        session.replyBudget().holds(missed)
                                ? Subscription.Recovery.of(missed)
                                : Subscription.Recovery.FAILED);
            case Recovery.TooOld(), Recovery.Gone() -> Optional.of(Subscription.Recovery.FAILED);
            case Recovery.Ahead() -> Optional.empty();
        };
    }
}
