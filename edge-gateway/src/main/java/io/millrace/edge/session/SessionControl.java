package io.millrace.edge.session;

import io.millrace.edge.admission.Identity;
import io.millrace.edge.admission.Overrides;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.admission.SubscriptionGrant;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Push;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.id.UserId;
import io.millrace.schema.edge.ControlDisconnect;
import io.millrace.schema.edge.ControlRefresh;
import io.millrace.schema.edge.ControlSubscribe;
import io.millrace.schema.edge.ControlTarget;
import io.millrace.schema.edge.ControlUnsubscribe;
import io.millrace.schema.edge.EdgeControl;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the server API does to the sessions of a user on this edge. Never blocks; calls must come one after the
/// other, and take effect in that order.
public final class SessionControl {

    private final SessionRegistry registry;
    private final EdgeServices services;
    private final ServerSubscribes subscribes;

    /// @param registry of the sessions on this edge
    public SessionControl(SessionRegistry registry, EdgeServices services) {
        this.registry = registry;
        this.services = services;
        this.subscribes = new ServerSubscribes(services);
    }

    /// Applies an operation.
    ///
    /// @return sessions that it was for
    /// @throws IllegalArgumentException when a value cannot be
    public int apply(EdgeControl control) {
        ControlTarget target = control.getTarget();
        if (target == null) {
            return 0;
        }
        ControlDisconnect disconnect = control.getDisconnect();
        if (disconnect != null) {
            // First: whoever comes with a ticket right now either sees this or is found.
            services.tokens()
                    .revokeTickets(
                            new UserId(target.getUser()), services.clock().instant());
            return disconnect(targeted(target), disconnect);
        }
        Collection<Session> sessions = targeted(target);
        ControlSubscribe subscribe = control.getSubscribe();
        ControlUnsubscribe unsubscribe = control.getUnsubscribe();
        ControlRefresh refresh = control.getRefresh();
        if (subscribe != null) {
            return subscribe(sessions, subscribe);
        } else if (unsubscribe != null) {
            return each(sessions, session -> unsubscribe(session, unsubscribe));
        } else if (refresh != null) {
            return each(sessions, session -> refresh(session, refresh));
        }
        return 0;
    }

    /// Also one that is just connecting, and at once: who is thrown out must not slip in.
    private static int disconnect(Collection<Session> targeted, ControlDisconnect disconnect) {
        CloseAdvice advice = new CloseAdvice(disconnect.getCode(), disconnect.getReason());
        List<Session> sessions = targeted.stream()
                .filter(session ->
                        !disconnect.getWhitelist().contains(session.client().value()))
                .toList();
        sessions.forEach(session -> session.disconnect(advice));
        return sessions.size();
    }

    /// Does something with each session that is connected; with one that is connecting it happens as soon as it
    /// is.
    ///
    /// @return how many sessions that are
    private static int each(Collection<Session> sessions, Consumer<Session> work) {
        int count = 0;
        for (Session session : sessions) {
            count += session.whenConnected(() -> work.accept(session)) ? 1 : 0;
        }
        return count;
    }

    private Collection<Session> targeted(ControlTarget target) {
        return registry.of(new UserId(target.getUser())).stream()
                .filter(session -> matches(target.getClient(), session.client().value())
                        && matches(
                                target.getSession(),
                                session.transport().uplink().session()))
                .toList();
    }

    private static boolean matches(String wanted, String actual) {
        return wanted.isEmpty() || wanted.equals(actual);
    }

    private int subscribe(Collection<Session> sessions, ControlSubscribe subscribe) {
        if (services.rules().resolve(subscribe.getRoom()) instanceof Resolution.Known known) {
            SubscriptionGrant grant = new SubscriptionGrant(
                    payload(subscribe.getInfo()),
                    payload(subscribe.getData()),
                    subscribe.getExpireAt(),
                    overrides(subscribe.getOverride()));
            StreamPosition from = from(subscribe);
            return each(sessions, session -> subscribes.subscribe(session, known, grant, from));
        }
        return 0;
    }

    private void unsubscribe(Session session, ControlUnsubscribe unsubscribe) {
        if (unsubscribe.getRoom().isEmpty()) {
            subscribes.unsubscribeAll(session, unsubscribe.getCode(), unsubscribe.getReason());
        } else if (services.rules().resolve(unsubscribe.getRoom()) instanceof Resolution.Known known) {
            subscribes.unsubscribe(session, known.room(), unsubscribe.getCode(), unsubscribe.getReason());
        }
    }

    private void refresh(Session session, ControlRefresh refresh) {
        Instant now = services.clock().instant();
        Instant end = refresh.getExpireAt();
        if (refresh.getExpired() || (end != null && !now.isBefore(end))) {
            session.disconnect(DisconnectCode.CONNECTION_EXPIRED);
            return;
        }
        Identity before = session.identity();
        ByteBuffer info = refresh.getInfo();
        session.refreshed(before.refreshed(info == null ? before.info() : Payload.copyOf(info), end));
        session.send(Push.ofConnection(new Push.Refresh(RoomEntry.expiry(end, now))));
    }

    private static @Nullable StreamPosition from(ControlSubscribe subscribe) {
        Long offset = subscribe.getSinceOffset();
        String epoch = subscribe.getSinceEpoch();
        return offset == null && epoch == null
                ? null
                : new StreamPosition(offset == null ? 0 : offset, epoch == null ? "" : epoch);
    }

    private static Overrides overrides(Map<String, Boolean> given) {
        return given.isEmpty()
                ? Overrides.NONE
                : new Overrides(
                        given.get("presence"),
                        given.get("join_leave"),
                        given.get("force_push_join_leave"),
                        given.get("force_positioning"),
                        given.get("force_recovery"));
    }

    private static Payload payload(@Nullable ByteBuffer bytes) {
        return bytes == null ? Payload.NONE : Payload.copyOf(bytes);
    }
}
