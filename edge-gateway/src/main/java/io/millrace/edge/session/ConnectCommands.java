package io.millrace.edge.session;

import io.millrace.edge.admission.Identity;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.ServerSubscription;
import io.millrace.edge.admission.TokenVerdict;
import io.millrace.edge.admission.TokenVerifier;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.protocol.Subscription;
import io.millrace.id.RoomId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connect and refresh (protocol sections 4 and 4.2).
final class ConnectCommands {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectCommands.class);
    private static final String VERSION = "Millrace 0.1";

    /// What a client says of itself is only looked at by people, so that more of it is not read.
    private static final int LONGEST_NAME = 16;

    private static final int LONGEST_VERSION = 64;

    private final Session session;
    private final EdgeServices services;

    ConnectCommands(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
    }

    void connect(Command.Connect connect) {
        if (session.state() != Session.State.NEW) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        session.verifying();
        if (!connect.token().isPresent()) {
            connectAnonymously(connect);
            return;
        }
        Instant now = services.clock().instant();
        switch (services.tokens().verify(connect.token(), now)) {
            case TokenVerdict.Valid(Identity identity) -> {
                services.audit().loggedIn(identity.user(), session.client(), session.peer());
                session.ticketed(TokenVerifier.isTicket(connect.token()));
                admit(connect, identity, now);
            }
            case TokenVerdict.Expired() -> refuse(connect.id(), Refusal.of(ErrorCode.TOKEN_EXPIRED));
            case TokenVerdict.Invalid(String reason) -> invalid(reason);
            case TokenVerdict.Unavailable(String reason) -> {
                session.refused(true);
                unavailable(connect.id(), reason);
            }
        }
    }

    void refresh(Command.Refresh refresh) {
        Identity current = session.identity();
        // One whose end the server has taken away may not know it yet.
        boolean mayRefresh = current.expiresAt() != null || current.provenUntil() != null;
        if (!refresh.token().isPresent() || !mayRefresh) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        Instant now = services.clock().instant();
        switch (services.tokens().verify(refresh.token(), now)) {
            case TokenVerdict.Valid(Identity identity)
            when identity.user().equals(current.user()) -> {
                session.ticketed(TokenVerifier.isTicket(refresh.token()));
                refreshed(refresh.id(), current, identity, now);
            }
            case TokenVerdict.Valid _ -> invalid("sub differs from that of the connection");
            case TokenVerdict.Expired() -> session.disconnect(DisconnectCode.CONNECTION_EXPIRED);
            case TokenVerdict.Invalid(String reason) -> invalid(reason);
            case TokenVerdict.Unavailable(String reason) -> unavailable(refresh.id(), reason);
        }
    }

    private void refreshed(long id, Identity before, Identity identity, Instant now) {
        if (isOver(identity, now)) {
            session.disconnect(DisconnectCode.CONNECTION_EXPIRED);
            return;
        }
        if (isSubscribedOtherwise(before, identity)) {
            // Only a new connection begins with the new subscriptions.
            session.disconnect(DisconnectCode.INSUFFICIENT_STATE);
            return;
        }
        session.refreshed(identity);
        session.send(new Reply.RefreshResult(
                id, session.client().value(), VERSION, RoomEntry.expiry(identity.expiresAt(), now)));
    }

    /// Whether the token asks for what is not there, or no longer for what a token before it has brought.
    private boolean isSubscribedOtherwise(Identity before, Identity now) {
        Set<String> wanted = now.serverSubscriptions().keySet();
        return wanted.stream().anyMatch(channel -> subscription(channel) == null && !isBanned(channel))
                || before.serverSubscriptions().keySet().stream()
                        .filter(channel -> !wanted.contains(channel))
                        .map(this::subscription)
                        .anyMatch(live -> live != null && live.serverSide());
    }

    private @Nullable LiveSubscription subscription(String channel) {
        return RoomId.isValid(channel) ? session.subscriptions().in(new RoomId(channel)) : null;
    }

    private boolean isBanned(String channel) {
        return RoomId.isValid(channel)
                && services.sanctions().isBanned(session.identity().user(), new RoomId(channel));
    }

    private void connectAnonymously(Command.Connect connect) {
        if (services.config().auth().anonymous() || services.config().auth().insecure()) {
            accept(connect, Identity.ANONYMOUS, services.clock().instant());
        } else {
            refuse(DisconnectCode.BAD_REQUEST);
        }
    }

    private void admit(Command.Connect connect, Identity identity, Instant now) {
        if (identity.user().isAnonymous() && !services.config().auth().anonymousTokens()) {
            refuse(DisconnectCode.PERMISSION_DENIED);
        } else if (isOver(identity, now)) {
            refuse(connect.id(), Refusal.of(ErrorCode.EXPIRED));
        } else {
            accept(connect, identity, now);
        }
    }

    private void accept(Command.Connect connect, Identity identity, Instant now) {
        if (!session.identify(identity)) {
            refuse(DisconnectCode.CONNECTION_LIMIT);
            return;
        }
        if (services.sanctions().isBanned(identity.user())) {
            // From here on a later ban finds the session itself.
            services.audit().turnedAway(identity.user(), session.client(), session.peer(), "banned");
            refuse(DisconnectCode.BANNED);
            return;
        }
        if (session.isTicketed() && services.tokens().areTicketsRevoked(identity.user(), now)) {
            // Since the ticket was looked at: from here on the server API finds the session itself.
            refuse(connect.id(), Refusal.of(ErrorCode.TOKEN_EXPIRED));
            return;
        }
        LOGGER.atDebug()
                .addKeyValue("session", session.client())
                .addKeyValue("library", cut(connect.name(), LONGEST_NAME))
                .addKeyValue("version", cut(connect.version(), LONGEST_VERSION))
                .log("session connects");
        Map<String, ServerSubscription> granted = identity.serverSubscriptions();
        if (granted.isEmpty()) {
            session.send(result(connect.id(), identity, now, Map.of()));
            // Afterwards: the ticker must not be faster with a ping.
            session.connected();
            return;
        }
        switch (new ConnectSubscriptions(session, services).enterAll(granted, connect)) {
            case ConnectSubscriptions.Outcome.Entered(Map<String, Subscription> subscriptions) -> {
                session.releaseReplies(result(connect.id(), identity, now, subscriptions));
                session.connected();
            }
            case ConnectSubscriptions.Outcome.Refused(Refusal refusal) -> refuse(connect.id(), refusal);
            case ConnectSubscriptions.Outcome.Ended(DisconnectCode code) -> refuse(code);
        }
    }

    private Reply result(long id, Identity identity, Instant now, Map<String, Subscription> subscriptions) {
        return new Reply.ConnectResult(
                id,
                session.client().value(),
                VERSION,
                RoomEntry.expiry(identity.expiresAt(), now),
                Payload.NONE,
                subscriptions,
                pings(),
                session.transport().uplink(),
                services.config().sessions().connectTime() ? now.toEpochMilli() : 0);
    }

    private static boolean isOver(Identity identity, Instant now) {
        return identity.expiresAt() != null && !now.isBefore(identity.expiresAt());
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }

    private void refuse(long id, Refusal refusal) {
        session.refused(refusal.code().temporary());
        session.send(new Reply.ErrorReply(
                id, refusal.code().code(), refusal.message(), refusal.code().temporary()));
    }

    private void refuse(DisconnectCode code) {
        session.refused(false);
        session.disconnect(code);
    }

    private Reply.PingPolicy pings() {
        return session.transport().framePings()
                ? new Reply.PingPolicy(0, false)
                : new Reply.PingPolicy(
                        Math.toIntExact(services.config().timing().ping().toSeconds()), true);
    }

    private void invalid(String reason) {
        LOGGER.atInfo()
                .addKeyValue("session", session.client())
                .addKeyValue("error", reason)
                .log("token refused");
        services.audit().refused(session.client(), session.peer(), reason);
        refuse(DisconnectCode.INVALID_TOKEN);
    }

    private void unavailable(long id, String reason) {
        LOGGER.atWarn()
                .addKeyValue("session", session.client())
                .addKeyValue("error", reason)
                .log("token cannot be verified");
        session.send(Reply.ErrorReply.of(id, ErrorCode.INTERNAL));
    }
}
