package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.room.LocalRoom;
import io.millrace.runtime.namespace.Audience;
import io.millrace.runtime.namespace.Namespace;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Presence, presence statistics and history (protocol section 6).
final class QueryCommands {

    private final Session session;
    private final EdgeServices services;
    private final LiveRooms live;

    QueryCommands(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
        this.live = new LiveRooms(session, services);
    }

    /// What a query needs of its namespace.
    private record Need(Predicate<Namespace> enabled, Function<Namespace, Audience> audience) {

        static final Need PRESENCE =
                new Need(Namespace::presence, namespace -> namespace.access().readPresence());
        static final Need HISTORY = new Need(
                Namespace::keepsHistory, namespace -> namespace.access().readHistory());
    }

    void presence(Command.Presence command) {
        query(
                command.id(),
                command.channel(),
                Need.PRESENCE,
                room -> session.send(new Reply.PresenceResult(command.id(), room.presence())));
    }

    void presenceStats(Command.PresenceStats command) {
        query(command.id(), command.channel(), Need.PRESENCE, room -> {
            Map<String, ClientInfo> present = room.presence();
            long users =
                    present.values().stream().map(ClientInfo::user).distinct().count();
            session.send(new Reply.PresenceStatsResult(command.id(), present.size(), users));
        });
    }

    void history(Command.History command) {
        StreamPosition since = command.since();
        if (command.reverse() && since != null && since.offset() == 0) {
            refuse(
                    command.id(),
                    new Refusal(
                            ErrorCode.BAD_REQUEST,
                            "bad request: since.offset must be positive when reverse is set, is 0"));
            return;
        }
        query(command.id(), command.channel(), Need.HISTORY, room -> {
            StreamPosition top = room.position();
            if (since != null && !since.epoch().isEmpty() && !since.epoch().equals(top.epoch())) {
                session.send(Reply.ErrorReply.of(command.id(), ErrorCode.UNRECOVERABLE_POSITION));
                return;
            }
            int most = services.config().limits().answers().history();
            int limit = command.limit() < 0 ? most : Math.min(command.limit(), most);
            List<Publication> found =
                    limit == 0 ? List.of() : room.history(since, command.reverse(), limit, services.nowMicros());
            session.send(
                    new Reply.HistoryResult(command.id(), session.replyBudget().cut(found), top));
        });
    }

    private void query(long id, String channel, Need need, Consumer<LocalRoom> work) {
        if (channel.isEmpty()) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        switch (services.rules().resolve(channel)) {
            case Resolution.Unknown(Refusal refusal) -> refuse(id, refusal);
            case Resolution.Known known -> {
                if (!session.canRead(known.namespace().format())) {
                    session.disconnect(DisconnectCode.INAPPROPRIATE_PROTOCOL);
                    return;
                }
                if (!need.enabled.test(known.namespace())) {
                    session.send(Reply.ErrorReply.of(id, ErrorCode.NOT_AVAILABLE));
                    return;
                }
                services.rules()
                        .mustBeIn(
                                need.audience.apply(known.namespace()),
                                session.identity().user(),
                                session.isSubscribed(known.room()))
                        .ifPresentOrElse(refusal -> refuse(id, refusal), () -> live.await(id, known, work));
            }
        }
    }

    private void refuse(long id, Refusal refusal) {
        session.send(new Reply.ErrorReply(
                id, refusal.code().code(), refusal.message(), refusal.code().temporary()));
    }
}
