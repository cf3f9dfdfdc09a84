package io.millrace.moderation.desk.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What rules on trial would have done. Stateless.
public final class TrialTable {

    private static final String REPORT = """
            select reason ->> 'rule' as rule, reason ->> 'label' as label, reason ->> 'action' as action,
                   decision.verdict, count(distinct (decision.room, decision.message_id)) as messages,
                   count(distinct (decision.room, decision.message_id)) filter (where review.action = 'REMOVE') as removed,
                   count(distinct (decision.room, decision.message_id)) filter (where review.action = 'APPROVE') as approved
            from moderation_decisions decision
                cross join lateral jsonb_array_elements(decision.reasons) as reason
                left join moderation_reviews review on review.room = decision.room
                    and review.message_id = decision.message_id and review.state = 'RESOLVED'
            where decision.trial and decision.decided_at >= ? and (reason ->> 'trial')::boolean
                and (?::text is null or reason ->> 'rule' = ?)
            group by 1, 2, 3, 4 order by 1, 2, 3, 4 limit 1000
            """;

    private TrialTable() {}

    /// What a rule would have done with messages that got one verdict.
    ///
    /// @param action what it would have asked for
    /// @param verdict what was decided without it
    /// @param removed of these messages, how many people removed
    /// @param approved how many people approved
    public record Trial(
            String rule,
            @Nullable String label,
            String action,
            String verdict,
            long messages,
            long removed,
            long approved) {}

    /// Counts since a time.
    ///
    /// @param rule empty for all that are on trial
    public static List<Trial> report(Connection connection, Optional<String> rule, Instant since) throws SQLException {
        return Sql.rows(
                connection, REPORT, Arrays.asList(since, rule.orElse(null), rule.orElse(null)), TrialTable::read);
    }

    private static Trial read(ResultSet row) throws SQLException {
        return new Trial(
                row.getString("rule"),
                row.getString("label"),
                row.getString("action"),
                row.getString("verdict"),
                row.getLong("messages"),
                row.getLong("removed"),
                row.getLong("approved"));
    }
}
