package io.millrace.moderation.desk.work;

import com.github.f4b6a3.uuid.UuidCreator;
import io.millrace.moderation.desk.review.Effect;
import io.millrace.moderation.desk.review.Refusal;
import io.millrace.moderation.desk.review.SanctionOrder;
import io.millrace.moderation.desk.review.SanctionRules;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.moderation.desk.store.SanctionTable.SanctionRow;
import io.millrace.schema.moderation.Sanction;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sanctions of a moderator's own accord. Thread-safe.
public final class SanctionOffice {

    private final Ledger ledger;

    public SanctionOffice(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Gives a sanction.
    ///
    /// @param cause message that led to it, if one did
    /// @throws SQLException when the database cannot do it now
    public Result<SanctionRow> give(String user, SanctionOrder order, @Nullable String cause, Actor actor)
            throws SQLException {
        return ledger.run(connection -> {
            Optional<Refusal> objection = SanctionRules.objection(order, user, actor.moderator());
            if (objection.isPresent()) {
                return new Result.Refused<>(objection.get());
            }
            String id = UuidCreator.getTimeOrderedEpoch().toString();
            Sanction sanction = SanctionRules.sanction(order, id, user, cause, actor.moderator(), ledger.now());
            ledger.effect(connection, new Effect.Sanctioned(sanction), actor);
            ledger.audit(connection, actor, "sanction.give", id, detail(sanction));
            return new Result.Done<>(new SanctionRow(sanction, null, null), false);
        });
    }

    /// Ends a sanction before its time.
    ///
    /// @throws SQLException when the database cannot do it now
    public Result<SanctionRow> end(String id, Actor actor) throws SQLException {
        return ledger.run(connection -> {
            Optional<SanctionRow> row = SanctionTable.find(connection, id);
            if (row.isEmpty()) {
                return new Result.Missing<>();
            }
            Sanction sanction = row.get().sanction();
            Optional<Refusal> objection = row.get().isActive(ledger.now())
                    ? SanctionRules.objection(sanction.getKind(), actor.moderator())
                    : Optional.of(new Refusal(Refusal.Kind.CONFLICT, "", "the sanction is over"));
            if (objection.isPresent()) {
                return new Result.Refused<>(objection.get());
            }
            ledger.effect(connection, new Effect.SanctionEnded(id), actor);
            ledger.audit(connection, actor, "sanction.end", id, detail(sanction));
            return new Result.Done<>(
                    new SanctionRow(sanction, ledger.now(), actor.moderator().name()), false);
        });
    }

    private static Map<String, String> detail(Sanction sanction) {
        return Map.of(
                "kind", sanction.getKind().name().toLowerCase(Locale.ROOT),
                "user", sanction.getUser(),
                "room", sanction.getRoom(),
                "until", String.valueOf(sanction.getUntil()));
    }
}
