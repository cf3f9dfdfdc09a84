package io.millrace.edge.session;

import io.millrace.edge.admission.Overrides;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.admission.SubscriptionGrant;
import io.millrace.edge.admission.SubscriptionOptions;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Expiry;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.protocol.SubscribeRequest;
import io.millrace.edge.protocol.Subscription;
import io.millrace.edge.room.LocalRoom;
import io.millrace.edge.room.Visibility;
import io.millrace.runtime.namespace.DeltaType;
import io.millrace.runtime.namespace.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes a session into rooms, whoever asked for it: the client, its token, or the server API.
final class RoomEntry {

    private static final Duration LONGEST = Duration.ofDays(365);

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
    /// @param missed takes what has to be done first, in which case nothing happens yet; null to do without
    ///     archive and deltas
    /// @param answer takes the subscription to the client; not called when it is refused
    /// @return why the session is not in the room
    Optional<Refusal> enter(
            AdmittedSubscription admitted, LocalRoom room, @Nullable MissedPart missed, Consumer<Subscription> answer) {
        Resolution.Known known = admitted.known();
        if (session.isSubscribed(known.room())) {
            return Optional.of(Refusal.of(ErrorCode.ALREADY_SUBSCRIBED));
        }
        Optional<Refusal> banned =
                services.sanctions().mayRead(session.identity().user(), known.room());
        if (banned.isPresent()) {
            return banned;
        }
        Instant end = admitted.grant().expiresAt();
        Instant now = services.clock().instant();
        if (end != null && !now.isBefore(end)) {
            return Optional.of(Refusal.of(ErrorCode.EXPIRED));
        }
        return switch (entrance(admitted).into(room, missed == null ? null : missed.found())) {
            case Entrance.Entry.Later() -> Optional.of(Refusal.of(ErrorCode.INTERNAL));
            case Entrance.Entry.LookUp(var range)
            when missed != null -> {
                missed.want(range);
                yield Optional.empty();
            }
            case Entrance.Entry.LookUp _ ->
                settle(
                        admitted,
                        room,
                        new Entrance.Entry.Ready(Subscription.Recovery.FAILED, room.position()),
                        missed,
                        answer);
            case Entrance.Entry.Ready ready -> settle(admitted, room, ready, missed, answer);
        };
    }

    private Optional<Refusal> settle(
            AdmittedSubscription admitted,
            LocalRoom room,
            Entrance.Entry.Ready entry,
            @Nullable MissedPart missed,
            Consumer<Subscription> answer) {
        SubscribeRequest request = admitted.request();
        if (request.rejectsUnrecovered()
                && request.recoverFrom() != null
                && entry.recovery().requested()
                && !entry.recovery().recovered()) {
            return Optional.of(Refusal.of(ErrorCode.UNRECOVERABLE_POSITION));
        }
        Resolution.Known known = admitted.known();
        SubscriptionOptions options = admitted.options();
        Instant end = admitted.grant().expiresAt();
        boolean deltas = missed != null
                && options.positioned()
                && request.delta().equals(SubscribeCommands.FOSSIL)
                && known.namespace().stream().deltas().contains(DeltaType.FOSSIL);
        Subscription.Recovery recovery = entry.recovery();
        if (missed != null && deltas && !recovery.publications().isEmpty()) {
            boolean text = known.namespace().format() == Namespace.Format.JSON;
            Optional<List<Publication>> links =
                    missed.linked(session.encoding(), text, room.position().epoch(), recovery.publications());
            if (links.isEmpty()) {
                return Optional.empty();
            }
            recovery = Subscription.Recovery.of(links.get());
        }
        answer.accept(new Subscription(
                expiry(end, services.clock().instant()),
                options.positioned(),
                options.recoverable(),
                options.positioned() ? entry.position() : StreamPosition.UNKNOWN,
                recovery,
                admitted.grant().data(),
                deltas));
        LiveSubscription subscription = new LiveSubscription(
                session,
                known.room(),
                session.info(admitted.grant().info()),
                options.pushJoinLeave(),
                Visibility.of(known.namespace(), options.listed(), options.announced()),
                options.positioned(),
                deltas,
                admitted.serverSide());
        session.subscriptions().add(subscription, end);
        room.add(subscription, entry.recovery().publications());
        if (session.hasEnded()) {
            // Its end may have come between and found nothing to leave.
            session.leave(known.room());
        } else if (services.sanctions().isBanned(session.identity().user(), known.room())) {
            // So may the ban.
            session.expel(known.room());
        }
        return Optional.empty();
    }

    private Entrance entrance(AdmittedSubscription admitted) {
        return new Entrance(
                admitted.request().recoverFrom(),
                admitted.options().recoverable(),
                admitted.known().namespace().stream(),
                services.config().limits().answers().recovery(),
                session.replyBudget(),
                services.nowMicros());
    }

    /// Seconds until an end, at least 1 and at most a year's.
    static Expiry expiry(@Nullable Instant end, Instant now) {
        return end == null
                ? Expiry.NEVER
                : Expiry.inSeconds(Math.clamp(Duration.between(now, end).toSeconds(), 1, LONGEST.toSeconds()));
    }
}
