package io.millrace.moderation.desk.work;

import com.github.f4b6a3.uuid.UuidCreator;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.moderation.desk.review.Effect;
import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.review.ReviewAction;
import io.millrace.moderation.desk.review.ReviewState;
import io.millrace.moderation.desk.review.ReviewState.Resolved;
import io.millrace.moderation.desk.store.ReviewTable;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes messages back of a moderator's own accord. Thread-safe.
public final class MessageOffice {

    private final Ledger ledger;

    public MessageOffice(Ledger ledger) {
        this.ledger = ledger;
    }

    /// A message and its author.
    ///
    /// @param epoch of the offset; null when the offset is not known
    /// @param offset null when it is not known
    /// @param user empty when anonymous
    /// @param client connection of the author; may be empty when the user is not
    public record Target(
            RoomId room,
            MessageId message,
            @Nullable String epoch,
            @Nullable Long offset,
            String user,
            String client) {

        private String key() {
            return user.isEmpty() ? client : user;
        }
    }

    /// Takes a message back, and with it decides what is open about it.
    ///
    /// @param reason text for the author
    /// @throws SQLException when the database cannot do it now
    public Result<Ruling> retract(Target target, String reason, Actor actor) throws SQLException {
        return ledger.run(connection -> {
            String name = "retract " + target.room() + ' ' + target.message();
            Ruling ruling = Ruling.newBuilder()
                    .setId(UuidCreator.getNameBasedSha1(name).toString())
                    .setReview(null)
                    .setMessageId(target.message().value())
                    .setOffset(target.offset())
                    .setEpoch(target.epoch())
                    .setRoom(target.room().value())
                    .setUser(target.user())
                    .setClient(target.client())
                    .setAction(RulingAction.REMOVE)
                    .setReason(reason)
                    .setActor(actor.moderator().name())
                    .setAt(ledger.now())
                    .build();
            ledger.effect(connection, new Effect.Ruled(target.key(), ruling), actor);
            ReviewState decided = new Resolved(ruling.getActor(), ruling.getAt(), ReviewAction.REMOVE, reason);
            for (Review open : ReviewTable.aboutSameMessage(connection, ruling.getRoom(), ruling.getMessageId(), "")) {
                ReviewTable.save(connection, open.in(decided));
            }
            ledger.audit(
                    connection,
                    actor,
                    "message.retract",
                    target.message().value(),
                    Map.of("room", target.room().value(), "user", target.user()));
            return new Result.Done<>(ruling, false);
        });
    }
}
