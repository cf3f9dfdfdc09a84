package io.millrace.edge.session;

import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.id.RoomId;
import io.millrace.id.UserId;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What sanctions do to the sessions that are there. Never blocks; calls must come one after the other.
///
/// A ban is made known first and then looks for sessions; a session is found by its user, or its subscription
/// noted, before it asks whether it is banned. So one of them sees the other, whoever is faster.
public final class SanctionControl {

    private static final Logger LOGGER = LoggerFactory.getLogger(SanctionControl.class);

    private final SessionRegistry registry;
    private final EdgeServices services;

    /// @param registry of the sessions on this edge
    public SanctionControl(SessionRegistry registry, EdgeServices services) {
        this.registry = registry;
        this.services = services;
    }

    /// A sanction is new, different or gone.
    ///
    /// @param before null when it is new
    /// @param after null when it is gone
    /// @throws IllegalArgumentException when it is for a user or a room that cannot be; it has no effect on
    ///     sessions then
    public void changed(@Nullable Sanction before, @Nullable Sanction after) {
        services.sanctions().change(before, after);
        if (after == null
                || after.getKind() != SanctionKind.BAN
                || after.getUser().isEmpty()
                || !services.sanctions().isActive(after)) {
            return;
        }
        Collection<Session> sessions = registry.of(new UserId(after.getUser()));
        if (after.getRoom().isEmpty()) {
            sessions.forEach(session -> session.disconnect(DisconnectCode.BANNED));
        } else {
            RoomId room = new RoomId(after.getRoom());
            sessions.forEach(session -> session.expel(room));
        }
        if (!sessions.isEmpty()) {
            LOGGER.atInfo()
                    .addKeyValue("sanction", after.getId())
                    .addKeyValue("sessions", sessions.size())
                    .log("ban takes effect");
        }
    }
}
