package io.millrace.moderation.desk.store;

import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Verdicts that had a reason. Stateless.
public final class DecisionTable {

    private static final String ADD = """
            insert into moderation_decisions (message_id, stage, verdict, room, user_id, client_id, reasons, trial,
                error_code, policy_version, scores, model, actor, submitted_at, decided_at)
            values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
            on conflict (message_id, room, stage, verdict) do update set reasons = excluded.reasons,
                trial = excluded.trial, error_code = excluded.error_code, policy_version = excluded.policy_version,
                scores = excluded.scores, model = excluded.model, actor = excluded.actor,
                decided_at = excluded.decided_at
            """;

    /// A held message was decided by the model or by time: nobody has to look at it any more. Unless that was
    /// about an earlier message with the same id.
    private static final String CLOSE_HELD = """
            update moderation_reviews set state = 'EXPIRED', closed_at = ?, claimed_by = null, claimed_until = null
            where state = 'OPEN' and kind = 'HELD' and room = ? and message_id = ? and arisen_at <= ?
            """;

    private DecisionTable() {}

    /// Adds verdicts; a repeat changes nothing. Plain ones, of which most are, are passed over.
    public static void add(Connection connection, List<ModerationDecision> decisions) throws SQLException {
        List<ModerationDecision> kept =
                decisions.stream().filter(DecisionTable::isKept).toList();
        if (kept.isEmpty()) {
            return;
        }
        try (PreparedStatement add = connection.prepareStatement(ADD);
                PreparedStatement close = connection.prepareStatement(CLOSE_HELD)) {
            for (ModerationDecision decision : kept) {
                Sql.bind(
                        add,
                        Arrays.asList(
                                decision.getMessageId(),
                                decision.getStage(),
                                decision.getVerdict(),
                                decision.getRoom(),
                                decision.getUser(),
                                decision.getClient(),
                                JsonColumns.reasons(decision.getReasons()),
                                decision.getReasons().stream().anyMatch(Reason::getTrial),
                                decision.getErrorCode(),
                                decision.getPolicyVersion(),
                                JsonColumns.scores(decision.getScores()),
                                decision.getModel(),
                                decision.getActor(),
                                decision.getSubmittedAt(),
                                decision.getDecidedAt()));
                add.addBatch();
                if (endsHolding(decision)) {
                    Sql.bind(
                            close,
                            List.of(
                                    decision.getDecidedAt(),
                                    decision.getRoom(),
                                    decision.getMessageId(),
                                    decision.getDecidedAt()));
                    close.addBatch();
                }
            }
            add.executeBatch();
            close.executeBatch();
        }
    }

    /// Verdicts, newest first.
    ///
    /// @param after where the page before ended; null for the first
    public static List<ModerationDecision> list(
            Connection connection, DecisionFilter filter, @Nullable Place after, int limit) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        StringBuilder sql = new StringBuilder("select * from moderation_decisions where true");
        add(sql, parameters, " and user_id = ?", filter.user());
        add(sql, parameters, " and room = ?", filter.room());
        add(sql, parameters, " and message_id = ?", filter.message());
        if (after != null) {
            sql.append(" and (decided_at, message_id) < (?, ?)");
            parameters.add(after.at());
            parameters.add(after.id());
        }
        sql.append(" order by decided_at desc, message_id desc limit ?");
        parameters.add(limit);
        return Sql.rows(connection, sql.toString(), parameters, DecisionTable::read);
    }

    /// Which verdicts are wanted; what is empty does not matter.
    public record DecisionFilter(Optional<String> user, Optional<String> room, Optional<String> message) {}

    private static boolean isKept(ModerationDecision decision) {
        return decision.getVerdict() != Verdict.ALLOW
                || !decision.getReasons().isEmpty()
                || decision.getStage() != Stage.RULES;
    }

    private static boolean endsHolding(ModerationDecision decision) {
        return decision.getVerdict() != Verdict.HOLD
                && (decision.getStage() == Stage.DEADLINE || decision.getStage() == Stage.SCORER);
    }

    private static void add(
            StringBuilder sql, List<@Nullable Object> parameters, String condition, Optional<String> value) {
        value.ifPresent(text -> {
            sql.append(condition);
            parameters.add(text);
        });
    }

    private static ModerationDecision read(ResultSet row) throws SQLException {
        Long code = Sql.number(row, "error_code");
        return ModerationDecision.newBuilder()
                .setMessageId(row.getString("message_id"))
                .setStage(Stage.valueOf(row.getString("stage")))
                .setVerdict(Verdict.valueOf(row.getString("verdict")))
                .setRoom(row.getString("room"))
                .setUser(row.getString("user_id"))
                .setClient(row.getString("client_id"))
                .setReasons(JsonColumns.reasons(row.getString("reasons")))
                .setErrorCode(code == null ? null : Math.toIntExact(code))
                .setPolicyVersion(row.getString("policy_version"))
                .setScores(JsonColumns.scores(row.getString("scores")))
                .setModel(row.getString("model"))
                .setActor(row.getString("actor"))
                .setSubmittedAt(Sql.time(row, "submitted_at"))
                .setDecidedAt(Sql.time(row, "decided_at"))
                .build();
    }
}
