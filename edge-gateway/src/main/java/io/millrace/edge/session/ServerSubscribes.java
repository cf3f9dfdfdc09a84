package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.admission.SubscriptionGrant;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.Push;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.protocol.Subscription;
import io.millrace.edge.room.LocalRoom;
import io.millrace.edge.room.RoomAction;
import io.millrace.id.RoomId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Subscriptions that the server makes and ends for connected sessions (protocol section 7). Never blocks. One
/// that waits for its room can still be taken back. Thread-safe.
final class ServerSubscribes {

    private static final Logger LOGGER = LoggerFactory.getLogger(ServerSubscribes.class);

    /// Nobody waits, so a room may take its time.
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final EdgeServices services;
    private final ConcurrentMap<Place, Object> waiting = new ConcurrentHashMap<>();

    private record Place(Session session, RoomId room) {}

    ServerSubscribes(EdgeServices services) {
        this.services = services;
    }

    /// Subscribes a session; without effect when it is subscribed already.
    ///
    /// @param from position to recover from, or null to begin at the top
    void subscribe(Session session, Resolution.Known known, SubscriptionGrant grant, @Nullable StreamPosition from) {
        if (session.isSubscribed(known.room())) {
            return;
        }
        if (!session.canRead(known.namespace().format())) {
            session.disconnect(DisconnectCode.INAPPROPRIATE_PROTOCOL);
            return;
        }
        if (session.subscriptionCount() >= services.config().limits().session().subscriptions()) {
            session.disconnect(DisconnectCode.CHANNEL_LIMIT);
            return;
        }
        RoomEntry entry = new RoomEntry(session, services);
        AdmittedSubscription admitted = entry.admit(known, grant, ConnectSubscriptions.from(from), true);
        Place place = new Place(session, known.room());
        Object own = new Object();
        waiting.put(place, own);
        long now = System.nanoTime();
        RoomAction action = new RoomAction() {
            @Override
            public void live(LocalRoom room) {
                if (waiting.remove(place, own) && !session.hasEnded()) {
                    guarded(session, () -> enter(entry, admitted, room));
                }
            }

            @Override
            public void unavailable() {
                if (waiting.remove(place, own)) {
                    LOGGER.atWarn()
                            .addKeyValue("session", session.client())
                            .addKeyValue("room", known.room())
                            .log("room not reached for a server-side subscription");
                }
            }
        };
        services.rooms().whenLive(known.room(), known.namespace(), action, now, now + DEADLINE_NANOS);
    }

    /// Ends a session's subscription, whoever made it; without effect when there is none.
    void unsubscribe(Session session, RoomId room, int code, String reason) {
        waiting.remove(new Place(session, room));
        if (session.leave(room)) {
            session.sendUnsubscribe(room, code, reason);
        }
    }

    /// Ends all subscriptions of a session.
    void unsubscribeAll(Session session, int code, String reason) {
        waiting.keySet().removeIf(place -> place.session == session);
        session.subscriptions().all().forEach(each -> unsubscribe(session, each.room(), code, reason));
    }

    private void enter(RoomEntry entry, AdmittedSubscription admitted, LocalRoom room) {
        entry.enter(admitted, room, null, subscription -> announce(entry.session(), admitted, subscription))
                .ifPresent(refusal -> LOGGER.atInfo()
                        .addKeyValue("session", entry.session().client())
                        .addKeyValue("room", admitted.known().room())
                        .addKeyValue("error", refusal.message())
                        .log("server-side subscription not made"));
    }

    /// The push has no place for what was missed: it follows as if it happened now.
    private static void announce(Session session, AdmittedSubscription admitted, Subscription subscription) {
        String channel = admitted.known().room().value();
        session.send(new Push(
                channel,
                new Push.Subscribe(
                        subscription.recoverable(),
                        subscription.positioned(),
                        subscription.position(),
                        subscription.data())));
        for (Publication missed : subscription.recovery().publications()) {
            session.send(new Push(channel, missed));
        }
    }

    /// Others wait for the same room.
    private static void guarded(Session session, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            session.failed(failure);
        }
    }
}
