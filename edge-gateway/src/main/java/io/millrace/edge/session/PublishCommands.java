package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.publish.PublishOutcome;
import io.millrace.edge.publish.Publisher;
import io.millrace.id.MessageId;
import java.util.Optional;

/// Publish, and the rpc method `publish`, which also takes an idempotency key and returns the publication's
/// place.
final class PublishCommands {

    private final Session session;
    private final EdgeServices services;

    /// Makes the reply to a publish that was taken.
    private interface Success {

        /// @param offset in the room; 0 for a publication without a place
        /// @param epoch of the offset; empty where the room has not said it
        Reply reply(MessageId id, long offset, String epoch);
    }

    PublishCommands(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
    }

    void publish(Command.Publish command) {
        if (command.channel().isEmpty()) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        if (command.type() != 0) {
            session.send(Reply.ErrorReply.of(command.id(), ErrorCode.NOT_AVAILABLE));
            return;
        }
        submit(
                command.id(),
                command.channel(),
                MessageId.next(),
                command.data(),
                (id, offset, epoch) -> new Reply.PublishResult(command.id()));
    }

    void rpc(Command.Rpc command) {
        if (!services.config().sessions().rpcPublish()) {
            session.send(Reply.ErrorReply.of(command.id(), ErrorCode.NOT_AVAILABLE));
            return;
        }
        if (!command.method().equals(RpcPublish.METHOD)) {
            session.send(Reply.ErrorReply.of(command.id(), ErrorCode.METHOD_NOT_FOUND));
            return;
        }
        try {
            RpcPublish request = RpcPublish.parse(command.data());
            submit(
                    command.id(),
                    request.channel(),
                    request.messageId(session.identity().user()),
                    request.data(),
                    (id, offset, epoch) -> new Reply.RpcResult(command.id(), RpcPublish.result(id, offset, epoch)));
        } catch (IllegalArgumentException e) {
            refuse(command.id(), new Refusal(ErrorCode.BAD_REQUEST, "bad request: " + e.getMessage()));
        }
    }

    private void submit(long commandId, String channel, MessageId id, Payload data, Success success) {
        switch (services.rules().resolve(channel)) {
            case Resolution.Unknown(Refusal refusal) -> refuse(commandId, refusal);
            case Resolution.Known known -> {
                LiveSubscription own = session.subscriptions().in(known.room());
                Optional<Refusal> refusal = services.rules()
                        .mustBeIn(
                                known.namespace().access().publish(),
                                session.identity().user(),
                                own != null)
                        .or(() -> mayPublish(data, known));
                if (refusal.isPresent()) {
                    refuse(commandId, refusal.get());
                } else {
                    Payload chanInfo = own == null ? Payload.NONE : own.info().chanInfo();
                    admit(
                            commandId,
                            new Publisher.Admitted(
                                    id,
                                    known.room(),
                                    known.namespace(),
                                    session.client(),
                                    session.identity(),
                                    chanInfo,
                                    data),
                            success);
                }
            }
        }
    }

    private Optional<Refusal> mayPublish(Payload data, Resolution.Known known) {
        Optional<Refusal> sanction =
                services.sanctions().mayPublish(session.identity().user(), known.room());
        return sanction.isPresent() ? sanction : RoomRules.mustFit(data, known.namespace());
    }

    private void admit(long commandId, Publisher.Admitted message, Success success) {
        // Waiting here stops reading from the client: the bound of what it may have under way.
        session.publishSlots().acquireUninterruptibly();
        long started = System.nanoTime();
        services.publisher().publish(message, outcome -> {
            try {
                services.metrics().published(outcome, System.nanoTime() - started);
                session.send(answer(commandId, message.id(), outcome, success));
            } finally {
                // Last, for who waits until everything is answered.
                session.publishSlots().release();
            }
        });
    }

    private static Reply answer(long commandId, MessageId id, PublishOutcome outcome, Success success) {
        return switch (outcome) {
            case PublishOutcome.Accepted accepted ->
                success.reply(
                        accepted.id(),
                        accepted.offset().value(),
                        accepted.epoch().value());
            case PublishOutcome.Taken(MessageId taken) -> success.reply(taken, 0, "");
            case PublishOutcome.Rejected(int code, String reason) ->
                new Reply.ErrorReply(commandId, code, named(code, reason, id), ErrorCode.isTemporary(code));
            case PublishOutcome.Unknown() -> Reply.ErrorReply.of(commandId, ErrorCode.INTERNAL);
        };
    }

    /// An error has no other place for the id by which the sender can appeal.
    private static String named(int code, String reason, MessageId id) {
        return code == ErrorCode.MODERATION_REJECTED.code() || code == ErrorCode.MODERATION_HELD.code()
                ? reason + " (message " + id.value() + ')'
                : reason;
    }

    private void refuse(long id, Refusal refusal) {
        session.send(new Reply.ErrorReply(
                id, refusal.code().code(), refusal.message(), refusal.code().temporary()));
    }
}
