package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.admission.ServerSubscription;
import io.millrace.edge.admission.SubscriptionGrant;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.protocol.SubscribeRequest;
import io.millrace.edge.protocol.Subscription;
import io.millrace.edge.room.LocalRoom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The subscriptions that a connection begins with, because its token says so. Used by the reader thread only.
final class ConnectSubscriptions {

    private final Session session;
    private final EdgeServices services;
    private final LiveRooms live;
    private final RoomEntry entry;

    ConnectSubscriptions(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
        this.live = new LiveRooms(session, services);
        this.entry = new RoomEntry(session, services);
    }

    /// What came of them.
    sealed interface Outcome {

        /// The session is in all rooms; what they push is held back until the connect reply is sent.
        record Entered(Map<String, Subscription> subscriptions) implements Outcome {}

        /// The connect command is answered with an error.
        record Refused(Refusal refusal) implements Outcome {}

        /// The connection ends.
        record Ended(DisconnectCode code) implements Outcome {}
    }

    /// Enters all rooms, or none.
    Outcome enterAll(Map<String, ServerSubscription> granted, Command.Connect connect) {
        if (granted.size() > services.config().limits().session().subscriptions()) {
            return new Outcome.Ended(DisconnectCode.CHANNEL_LIMIT);
        }
        ConcurrentMap<String, Subscription> entered = new ConcurrentHashMap<>();
        ConcurrentMap<String, Refusal> refused = new ConcurrentHashMap<>();
        Map<Resolution.Known, Consumer<LocalRoom>> work = new HashMap<>();
        Map<Resolution.Known, MissedPart> missed = new HashMap<>();
        for (Map.Entry<String, ServerSubscription> each : granted.entrySet()) {
            String channel = each.getKey();
            switch (services.rules().resolve(channel)) {
                case Resolution.Unknown(Refusal refusal) -> {
                    return new Outcome.Refused(refusal);
                }
                case Resolution.Known known when isBanned(known) -> {
                    // A ban from one room keeps nobody out of the others.
                }
                case Resolution.Known known -> {
                    if (!session.canRead(known.namespace().format())) {
                        return new Outcome.Ended(DisconnectCode.INAPPROPRIATE_PROTOCOL);
                    }
                    AdmittedSubscription admitted = admit(
                            known,
                            AdmittedSubscription.grant(each.getValue()),
                            connect.subs().get(channel));
                    MissedPart part = new MissedPart();
                    missed.put(known, part);
                    work.put(
                            known,
                            room -> entry.enter(
                                            admitted, room, part, subscription -> entered.put(channel, subscription))
                                    .filter(refusal -> !isBanned(known))
                                    .ifPresent(refusal -> refused.put(channel, refusal)));
                }
            }
        }
        session.holdReplies();
        if (!live.awaitAll(work) || !enterWithArchive(work, missed)) {
            return undone(Refusal.of(ErrorCode.INTERNAL));
        }
        Optional<Refusal> first = refused.values().stream().findFirst();
        return first.isPresent() ? undone(first.get()) : new Outcome.Entered(entered);
    }

    private boolean isBanned(Resolution.Known known) {
        return services.sanctions().isBanned(session.identity().user(), known.room());
    }

    /// Those that need it enter once more, with what the archive has.
    private boolean enterWithArchive(
            Map<Resolution.Known, Consumer<LocalRoom>> work, Map<Resolution.Known, MissedPart> missed) {
        missed.values().removeIf(part -> !part.isWanted());
        work.keySet().retainAll(missed.keySet());
        // One after the other, and each within a time of its own; not for a client that has gone meanwhile.
        boolean found = missed.entrySet().stream()
                .allMatch(each -> !session.hasEnded()
                        && each.getValue()
                                .lookUp(services.archive(), each.getKey().room()));
        return found && (work.isEmpty() || live.awaitAll(work));
    }

    /// Clients only say where they were; what they get is the token's and the namespace's affair.
    private AdmittedSubscription admit(
            Resolution.Known known, SubscriptionGrant grant, @Nullable SubscribeRequest wish) {
        return entry.admit(known, grant, from(wish == null ? null : wish.recoverFrom()), true);
    }

    static SubscribeRequest from(@Nullable StreamPosition position) {
        SubscribeRequest plain = SubscribeRequest.PLAIN;
        return position == null
                ? plain
                : new SubscribeRequest(
                        plain.token(),
                        plain.data(),
                        position,
                        plain.wishes(),
                        plain.delta(),
                        plain.flag(),
                        plain.type());
    }

    private Outcome undone(Refusal refusal) {
        session.subscriptions().all().forEach(subscription -> session.leave(subscription.room()));
        session.dropHeldReplies();
        return new Outcome.Refused(refusal);
    }
}
