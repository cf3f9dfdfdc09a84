package io.millrace.edge.session;

import io.millrace.edge.admission.Identity;
import io.millrace.edge.admission.TokenVerdict;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Expiry;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connect and refresh (protocol sections 4 and 4.2).
final class ConnectCommands {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectCommands.class);
    private static final String VERSION = "Millrace 0.1";

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
        if (!connect.token().isPresent()) {
            connectAnonymously(connect);
            return;
        }
        Instant now = services.clock().instant();
        switch (services.tokens().verify(connect.token(), now)) {
            case TokenVerdict.Valid(Identity identity) -> {
                services.audit().loggedIn(identity.user(), session.client(), session.peer());
                accept(connect.id(), identity, now);
            }
            case TokenVerdict.Expired() -> {
                session.refused();
                session.send(Reply.ErrorReply.of(connect.id(), ErrorCode.TOKEN_EXPIRED));
            }
            case TokenVerdict.Invalid(String reason) -> invalid(reason);
            case TokenVerdict.Unavailable(String reason) -> {
                session.refused();
                unavailable(connect.id(), reason);
            }
        }
    }

    void refresh(Command.Refresh refresh) {
        Identity current = session.identity();
        if (!refresh.token().isPresent() || current.expiresAt() == null) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        Instant now = services.clock().instant();
        switch (services.tokens().verify(refresh.token(), now)) {
            case TokenVerdict.Valid(Identity identity)
            when identity.user().equals(current.user()) -> {
                session.refreshed(identity);
                session.send(new Reply.RefreshResult(
                        refresh.id(), session.client().value(), VERSION, expiry(identity, now)));
            }
            case TokenVerdict.Valid _ -> invalid("sub differs from that of the connection");
            case TokenVerdict.Expired() -> session.disconnect(DisconnectCode.CONNECTION_EXPIRED);
            case TokenVerdict.Invalid(String reason) -> invalid(reason);
            case TokenVerdict.Unavailable(String reason) -> unavailable(refresh.id(), reason);
        }
    }

    private void connectAnonymously(Command.Connect connect) {
        if (services.config().auth().anonymous()) {
            accept(connect.id(), Identity.ANONYMOUS, services.clock().instant());
        } else {
            session.refused();
            session.disconnect(DisconnectCode.BAD_REQUEST);
        }
    }

    private void accept(long id, Identity identity, Instant now) {
        // Before the session counts as connected: the ticker must not be faster with a ping.
        session.send(new Reply.ConnectResult(
                id,
                session.client().value(),
                VERSION,
                expiry(identity, now),
                Payload.NONE,
                Map.of(),
                pings(),
                session.transport().uplink(),
                0));
        session.connected(identity);
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
        session.refused();
        session.disconnect(DisconnectCode.INVALID_TOKEN);
    }

    private void unavailable(long id, String reason) {
        LOGGER.atWarn()
                .addKeyValue("session", session.client())
                .addKeyValue("error", reason)
                .log("token cannot be verified");
        session.send(Reply.ErrorReply.of(id, ErrorCode.INTERNAL));
    }

    private static Expiry expiry(Identity identity, Instant now) {
        Instant expiresAt = identity.expiresAt();
        return expiresAt == null
                ? Expiry.NEVER
                : Expiry.inSeconds(Math.max(1, Duration.between(now, expiresAt).toSeconds()));
    }
}
