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
import io.millrace.edge.room.ArchiveUnavailableException;
import io.millrace.edge.room.HistoryPage;
import io.millrace.edge.room.LocalRoom;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Audience;
import io.millrace.runtime.namespace.Namespace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Presence, presence statistics and history (protocol section 6).
final class QueryCommands {

    private static final Logger LOGGER = LoggerFactory.getLogger(QueryCommands.class);

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
        session.awaitPublishes();
        AtomicReference<@Nullable Found> atHand = new AtomicReference<>();
        query(command.id(), command.channel(), Need.HISTORY, room -> atHand.set(lookUp(command, room)));
        Found found = atHand.get();
        if (found != null) {
            finish(command, found);
        }
    }

    /// @param top of the room when it was asked
    private record Found(HistoryPage page, StreamPosition top) {}

    /// Answers what the room alone can answer, and gives what the archive has to complete.
    private @Nullable Found lookUp(Command.History command, LocalRoom room) {
        StreamPosition since = command.since();
        StreamPosition top = room.position();
        if (since != null && !since.epoch().isEmpty() && !since.epoch().equals(top.epoch())) {
            session.send(Reply.ErrorReply.of(command.id(), ErrorCode.UNRECOVERABLE_POSITION));
            return null;
        }
        int most = services.config().limits().answers().history();
        int limit = command.limit() < 0 ? most : Math.min(command.limit(), most);
        Found found = new Found(room.page(since, command.reverse(), limit, services.nowMicros()), top);
        if (found.page().rest() == null) {
            answer(command, found, found.page().atHand());
            return null;
        }
        return found;
    }

    private void finish(Command.History command, Found found) {
        RoomId room = new RoomId(command.channel());
        try {
            answer(command, found, found.page().complete(services.archive(), room));
        } catch (ArchiveUnavailableException unavailable) {
            LOGGER.atLevel(unavailable.isExpected() ? Level.DEBUG : Level.WARN)
                    .addKeyValue("room", room)
                    .addKeyValue("error", unavailable.getMessage())
                    .log("history has to wait for the archive");
            ErrorCode code = unavailable.isBusy() ? ErrorCode.TOO_MANY_REQUESTS : ErrorCode.INTERNAL;
            refuse(command.id(), new Refusal(code, code.message() + ": the archive cannot be asked now"));
        }
    }

    private void answer(Command.History command, Found found, List<Publication> publications) {
        session.send(new Reply.HistoryResult(command.id(), session.replyBudget().cut(publications), found.top()));
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
                        .or(() ->
                                services.sanctions().mayRead(session.identity().user(), known.room()))
                        .ifPresentOrElse(refusal -> refuse(id, refusal), () -> live.await(id, known, work));
            }
        }
    }

    private void refuse(long id, Refusal refusal) {
        session.send(new Reply.ErrorReply(
                id, refusal.code().code(), refusal.message(), refusal.code().temporary()));
    }
}
