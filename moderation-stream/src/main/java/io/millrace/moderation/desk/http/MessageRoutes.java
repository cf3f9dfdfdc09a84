package io.millrace.moderation.desk.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.moderation.desk.access.Task;
import io.millrace.moderation.desk.store.Conversations;
import io.millrace.moderation.desk.work.MessageOffice;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import java.sql.SQLException;
import java.util.Optional;

/// `/v1/moderation/messages`.
final class MessageRoutes implements HttpService {

    private final Api api;
    private final MessageOffice office;
    private final Conversations conversations;

    MessageRoutes(Api api, MessageOffice office, Conversations conversations) {
        this.api = api;
        this.office = office;
        this.conversations = conversations;
    }

    @Override
    public void routing(HttpRules rules) {
        api.route(rules, Method.POST, "/retract", Task.REVIEW, this::retract);
    }

    private Reply retract(Call call) throws SQLException {
        Fields body = call.body("room", "messageId", "offset", "user", "client", "reason");
        RoomId room = Names.room("room", body.required("room", Orders.NAME));
        MessageId message = Names.message("messageId", body.required("messageId", Orders.NAME));
        Optional<Long> offset = body.number("offset", 1, Long.MAX_VALUE);
        String user = body.text("user", Orders.NAME).orElse("");
        String client = body.text("client", Orders.NAME).orElse("");
        MessageOffice.Target target = target(room, message, offset, user, client);
        String reason = body.text("reason", Orders.REASON).orElse("");
        return Results.reply(
                office.retract(target, reason, call.actor()),
                "message",
                ruling -> Reply.NODES
                        .objectNode()
                        .put("ruling", ruling.getId())
                        .put("room", ruling.getRoom())
                        .put("messageId", ruling.getMessageId())
                        .put("offset", ruling.getOffset())
                        .put("user", ruling.getUser()));
    }

    /// The decision is made in the partition of the author, so the author must be known. An offset counts only
    /// with its epoch, which the archive knows.
    private MessageOffice.Target target(
            RoomId room, MessageId message, Optional<Long> offset, String user, String client) throws SQLException {
        boolean known = !user.isEmpty() || !client.isEmpty();
        Optional<RoomEvent> found = known && offset.isEmpty()
                ? Optional.empty()
                : conversations.find(room.value(), message.value(), offset.orElse(null));
        if (found.isPresent()) {
            RoomEvent event = found.get();
            Sender sender = event.getPublished().getSender();
            return new MessageOffice.Target(
                    room, message, event.getEpoch(), event.getOffset(), sender.getUser(), sender.getClient());
        }
        if (!known) {
            throw new ProblemException(Problem.of(
                    404,
                    "the archive has no such message among the newest of the room: try again in a moment if it"
                            + " was sent just now, else give its offset, or user or client of its author"));
        }
        return new MessageOffice.Target(room, message, null, null, user, client);
    }
}
