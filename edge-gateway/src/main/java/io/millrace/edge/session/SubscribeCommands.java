package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.admission.SubscriptionGrant;
import io.millrace.edge.admission.SubscriptionVerdict;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.protocol.SubscribeRequest;
import io.millrace.id.RoomId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Subscribe, unsubscribe and sub_refresh (protocol sections 4.2 and 5 to 7).
final class SubscribeCommands {

    private static final Logger LOGGER = LoggerFactory.getLogger(SubscribeCommands.class);
    /// The only format of deltas.
    static final String FOSSIL = "fossil";

    private final Session session;
    private final EdgeServices services;
    private final LiveRooms live;
    private final RoomEntry entry;
    private final SubscriptionTickets tickets;

    SubscribeCommands(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
        this.live = new LiveRooms(session, services);
        this.entry = new RoomEntry(session, services);
        this.tickets = new SubscriptionTickets(session, services);
    }

    void subscribe(Command.Subscribe command) {
        SubscribeRequest request = command.request();
        if (command.channel().isEmpty()
                || !(request.delta().isEmpty() || request.delta().equals(FOSSIL))) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        Resolution resolution = services.rules().resolve(command.channel());
        Optional<Refusal> refusal = check(resolution, command.channel(), request);
        if (refusal.isPresent()) {
            refuse(command.id(), refusal.get());
        } else if (resolution instanceof Resolution.Known known) {
            Optional<Refusal> banned =
                    services.sanctions().mayRead(session.identity().user(), known.room());
            if (banned.isPresent()) {
                refuse(command.id(), banned.get());
            } else if (session.canRead(known.namespace().format())) {
                authorise(command, known);
            } else {
                session.disconnect(DisconnectCode.INAPPROPRIATE_PROTOCOL);
            }
        }
    }

    /// Begins to follow the rooms of those subscribe commands that will be allowed.
    void prefetch(List<Command> commands) {
        tickets.forget();
        int free = services.config().limits().session().subscriptions() - session.subscriptionCount();
        for (Command command : commands) {
            if (command instanceof Command.Subscribe subscribe
                    && free-- > 0
                    && services.rules().resolve(subscribe.channel()) instanceof Resolution.Known known
                    && session.canRead(known.namespace().format())
                    && check(known, subscribe.channel(), subscribe.request()).isEmpty()
                    && willBeAllowed(subscribe, known)) {
                services.rooms().prefetch(known.room(), known.namespace(), System.nanoTime());
            }
        }
    }

    /// Always succeeds: clients answer an error here with a reconnect.
    void unsubscribe(Command.Unsubscribe command) {
        if (command.channel().isEmpty()) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        if (services.rules().resolve(command.channel()) instanceof Resolution.Known known) {
            session.leave(known.room());
        }
        session.send(new Reply.UnsubscribeResult(command.id()));
    }

    /// Moves the end of a subscription that the client has made with a token.
    void refresh(Command.SubRefresh command) {
        if (command.channel().isEmpty()) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        LiveSubscription subscription =
                RoomId.isValid(command.channel()) ? session.subscriptions().in(new RoomId(command.channel())) : null;
        if (subscription == null) {
            refuse(command.id(), Refusal.of(ErrorCode.PERMISSION_DENIED));
        } else if (!command.token().isPresent()) {
            refuse(command.id(), Refusal.of(ErrorCode.BAD_REQUEST));
        } else if (subscription.serverSide()) {
            // Who made it refreshes it.
            session.disconnect(DisconnectCode.BAD_REQUEST);
        } else {
            refresh(command, subscription.room());
        }
    }

    private void refresh(Command.SubRefresh command, RoomId room) {
        switch (tickets.verify(command.token(), command.channel())) {
            case SubscriptionVerdict.Valid(SubscriptionGrant grant) -> {
                session.subscriptions().moveEnd(room, grant.expiresAt());
                session.send(new Reply.SubRefreshResult(
                        command.id(),
                        RoomEntry.expiry(grant.expiresAt(), services.clock().instant())));
            }
            case SubscriptionVerdict.Expired() -> refuse(command.id(), Refusal.of(ErrorCode.EXPIRED));
            case SubscriptionVerdict.Invalid(String reason) -> invalid(reason);
            case SubscriptionVerdict.Mismatch(String reason) -> invalid(reason);
            case SubscriptionVerdict.Unavailable(String reason) -> unavailable(command.id(), reason);
        }
    }

    /// What does not depend on who the client is, in the order of section 5.
    private Optional<Refusal> check(Resolution resolution, String channel, SubscribeRequest request) {
        if (services.rules().isTooLong(channel) && resolution instanceof Resolution.Unknown(Refusal refusal)) {
            return Optional.of(refusal);
        }
        if (RoomId.isValid(channel) && session.isSubscribed(new RoomId(channel))) {
            return refusal(ErrorCode.ALREADY_SUBSCRIBED, null);
        }
        int limit = services.config().limits().session().subscriptions();
        if (session.subscriptionCount() >= limit) {
            return refusal(ErrorCode.LIMIT_EXCEEDED, "limit exceeded: " + limit + " subscriptions per connection");
        }
        if (resolution instanceof Resolution.Unknown(Refusal refusal)) {
            return Optional.of(refusal);
        }
        return request.type() != 0 || request.wishes().filtered()
                ? refusal(ErrorCode.NOT_AVAILABLE, null)
                : Optional.empty();
    }

    private boolean willBeAllowed(Command.Subscribe command, Resolution.Known known) {
        return command.request().token().isPresent()
                ? tickets.judgeAhead(command) instanceof SubscriptionVerdict.Valid
                : services.rules()
                        .maySubscribe(known, session.identity().user())
                        .isEmpty();
    }

    private void authorise(Command.Subscribe command, Resolution.Known known) {
        if (!command.request().token().isPresent()) {
            services.rules()
                    .maySubscribe(known, session.identity().user())
                    .ifPresentOrElse(
                            refusal -> refuse(command.id(), refusal),
                            () -> enter(command, known, AdmittedSubscription.NO_TOKEN));
            return;
        }
        switch (tickets.judge(command)) {
            case SubscriptionVerdict.Valid(SubscriptionGrant grant) -> enter(command, known, grant);
            case SubscriptionVerdict.Expired() -> refuse(command.id(), Refusal.of(ErrorCode.TOKEN_EXPIRED));
            case SubscriptionVerdict.Invalid(String reason) -> {
                refused(reason);
                refuse(command.id(), Refusal.of(ErrorCode.PERMISSION_DENIED));
            }
            case SubscriptionVerdict.Mismatch(String reason) -> invalid(reason);
            case SubscriptionVerdict.Unavailable(String reason) -> unavailable(command.id(), reason);
        }
    }

    private void enter(Command.Subscribe command, Resolution.Known known, SubscriptionGrant grant) {
        AdmittedSubscription admitted = entry.admit(known, grant, command.request(), false);
        MissedPart missed = new MissedPart();
        enter(command, admitted, missed);
        while (missed.isPending()) {
            // A slow archive must not keep the reader for each of a hundred rooms: who is answered too late asks
            // for all of them again.
            boolean late = missed.isWanted() && System.nanoTime() - session.commandDeadlineNanos() >= 0;
            if (late || !missed.lookUp(services.archive(), known.room())) {
                refuse(command.id(), Refusal.of(ErrorCode.INTERNAL));
                return;
            }
            missed.link();
            enter(command, admitted, missed);
        }
    }

    private void enter(Command.Subscribe command, AdmittedSubscription admitted, MissedPart missed) {
        live.await(
                command.id(),
                admitted.known(),
                room -> entry.enter(
                                admitted,
                                room,
                                missed,
                                subscription -> session.send(new Reply.SubscribeResult(command.id(), subscription)))
                        .ifPresent(refusal -> refuse(command.id(), refusal)));
    }

    private void invalid(String reason) {
        refused(reason);
        session.disconnect(DisconnectCode.INVALID_TOKEN);
    }

    private void refused(String reason) {
        LOGGER.atInfo()
                .addKeyValue("session", session.client())
                .addKeyValue("error", reason)
                .log("subscription token refused");
        services.audit().refused(session.client(), session.peer(), reason);
    }

    private void unavailable(long id, String reason) {
        LOGGER.atWarn()
                .addKeyValue("session", session.client())
                .addKeyValue("error", reason)
                .log("subscription token cannot be verified");
        refuse(id, Refusal.of(ErrorCode.INTERNAL));
    }

    private void refuse(long id, Refusal refusal) {
        session.send(new Reply.ErrorReply(
                id, refusal.code().code(), refusal.message(), refusal.code().temporary()));
    }

    private static Optional<Refusal> refusal(ErrorCode code, @Nullable String message) {
        return Optional.of(new Refusal(code, message == null ? code.message() : message));
    }
}
