package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.review.Appeal;
import io.millrace.edge.review.Complainant;
import io.millrace.edge.review.ComplaintAnswer;
import io.millrace.edge.review.ModerationJson;
import io.millrace.edge.review.Report;
import io.millrace.edge.review.Reported;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.ArchiveRange;
import io.millrace.edge.room.ArchiveUnavailableException;
import io.millrace.edge.room.LocalRoom;
import io.millrace.id.Epoch;
import io.millrace.id.RoomId;
import io.millrace.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The rpc methods by which users come to moderators, made for each call: report a message, appeal, and see
/// one's own sanctions. Runs on the session's reader thread only.
final class ModerationRpc {

    private static final String SANCTIONS = "moderation.sanctions";
    private static final Set<String> METHODS = Set.of(Report.METHOD, Appeal.METHOD, SANCTIONS);

    private final Session session;
    private final EdgeServices services;

    ModerationRpc(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
    }

    static boolean serves(Command.Rpc command) {
        return METHODS.contains(command.method());
    }

    void call(Command.Rpc command) {
        try {
            switch (command.method()) {
                case Report.METHOD -> report(command.id(), Report.parse(json(command)));
                case Appeal.METHOD -> appeal(command.id(), Appeal.parse(json(command)));
                default ->
                    result(
                            command.id(),
                            ModerationJson.sanctions(services.sanctions().of(user())));
            }
        } catch (IllegalArgumentException e) {
            refuse(command.id(), new Refusal(ErrorCode.BAD_REQUEST, "bad request: " + e.getMessage()));
        }
    }

    private void report(long id, Report report) {
        switch (services.rules().resolve(report.channel())) {
            case Resolution.Unknown(Refusal refusal) -> refuse(id, refusal);
            case Resolution.Known known -> {
                Optional<Refusal> refusal = mayReport(known).or(this::admit);
                if (refusal.isPresent()) {
                    refuse(id, refusal.get());
                    return;
                }
                Seen seen = look(id, known, report.offset());
                if (seen != null) {
                    report(id, report, known, seen);
                }
            }
        }
    }

    private void report(long id, Report report, Resolution.Known known, Seen seen) {
        if (report.offset() > seen.top().offset()) {
            refuse(
                    id,
                    new Refusal(
                            ErrorCode.BAD_REQUEST,
                            "bad request: offset is beyond the newest of the room, "
                                    + seen.top().offset() + ", is " + report.offset()));
            return;
        }
        services.complaints()
                .report(
                        who(),
                        report,
                        new Reported(
                                known.room(),
                                known.namespace(),
                                seen.top().epoch(),
                                find(known, seen, report.offset())),
                        answer -> answer(id, answer));
    }

    private void appeal(long id, Appeal appeal) {
        admit().ifPresentOrElse(
                        refusal -> refuse(id, refusal),
                        () -> services.complaints().appeal(who(), appeal, answer -> answer(id, answer)));
    }

    /// Who is in a room, or may be, has seen what is there.
    private Optional<Refusal> mayReport(Resolution.Known known) {
        return session.isSubscribed(known.room())
                ? Optional.empty()
                : services.sanctions()
                        .mayRead(user(), known.room())
                        .or(() -> services.rules().maySubscribe(known, user()));
    }

    /// @param atHand the publication; null when the room has not got it any more, or none was asked for
    private record Seen(StreamPosition top, @Nullable Publication atHand) {}

    /// What the room has at hand; null when it was not reached in time, which is answered.
    private @Nullable Seen look(long id, Resolution.Known known, long offset) {
        AtomicReference<@Nullable Seen> seen = new AtomicReference<>();
        new LiveRooms(session, services)
                .await(id, known, room -> seen.set(new Seen(room.position(), at(room, offset))));
        return seen.get();
    }

    private @Nullable Publication at(LocalRoom room, long offset) {
        return offset == 0
                ? null
                : only(room.history(new StreamPosition(offset - 1, ""), false, 1, services.nowMicros()), offset);
    }

    private @Nullable Publication find(Resolution.Known known, Seen seen, long offset) {
        if (seen.atHand() != null
                || offset == 0
                || seen.top().epoch().isEmpty()
                || !known.namespace().persistence()) {
            return seen.atHand();
        }
        RoomId room = known.room();
        ArchiveRange range = new ArchiveRange(new Epoch(seen.top().epoch()), offset, offset, 1, false);
        try {
            return only(services.archive().read(room, range, Archive.Use.HISTORY), offset);
        } catch (ArchiveUnavailableException e) {
            // The moderator looks again.
            return null;
        }
    }

    private static @Nullable Publication only(List<Publication> found, long offset) {
        return found.stream()
                .filter(publication -> publication.offset() == offset)
                .findFirst()
                .orElse(null);
    }

    private Optional<Refusal> admit() {
        return services.complaints().admit(who(), System.nanoTime());
    }

    private Complainant who() {
        return new Complainant(user(), session.client().value(), session.peer());
    }

    private UserId user() {
        return session.identity().user();
    }

    private static Payload json(Command.Rpc command) {
        if (!command.data().isJson()) {
            throw new IllegalArgumentException("data is not JSON");
        }
        return command.data();
    }

    private void answer(long id, ComplaintAnswer answer) {
        switch (answer) {
            case ComplaintAnswer.Noted noted -> result(id, ModerationJson.noted(noted));
            case ComplaintAnswer.Refused(Refusal refusal) -> refuse(id, refusal);
        }
    }

    private void result(long id, Payload data) {
        session.send(new Reply.RpcResult(id, data));
    }

    private void refuse(long id, Refusal refusal) {
        session.send(new Reply.ErrorReply(
                id, refusal.code().code(), refusal.message(), refusal.code().temporary()));
    }
}
