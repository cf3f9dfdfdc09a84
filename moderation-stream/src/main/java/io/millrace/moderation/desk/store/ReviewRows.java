package io.millrace.moderation.desk.store;

import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.review.ReviewAction;
import io.millrace.moderation.desk.review.ReviewState;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of items into [Review]s and back.
final class ReviewRows {

    static final String COLUMNS = """
            id, kind, record_key, message_id, room_offset, epoch, room, user_id, client_id, reporter, words, data, format,
            reasons, scores, sanction_id, arisen_at, expires_at, reports, state, claimed_by, claimed_until, closed_by,
            closed_at, action, closed_reason
            """;

    private static final String INSERT = """
            insert into moderation_reviews (id, kind, record_key, message_id, room_offset, epoch, room, user_id, client_id,
                reporter, words, data, format, reasons, scores, sanction_id, arisen_at, expires_at, reports)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, 0)
            on conflict do nothing
            """;

    /// A message that was removed may be sent, and held, once more under its id. It then waits for a decision
    /// of its own, unless it is the very content that somebody has decided: moderation may hold that again
    /// after a crash, and is told the decision again. A repeat of the first item is older than the decision, or
    /// than the deadline of the first, which may not have been noted yet.
    private static final String REOPEN = """
            update moderation_reviews set record_key = ?, client_id = ?, data = ?, format = ?, reasons = ?::jsonb,
                scores = ?::jsonb, arisen_at = ?, expires_at = ?, state = 'OPEN', claimed_by = null,
                claimed_until = null, closed_by = null, closed_at = null, action = null, closed_reason = null
            where id = ? and kind = 'HELD' and coalesce(closed_at, expires_at) < ?
                and (state <> 'RESOLVED' or data is distinct from ?)
            """;
    private static final String STATE = """
            update moderation_reviews set state = ?, claimed_by = ?, claimed_until = ?, closed_by = ?, closed_at = ?,
                action = ?, closed_reason = ?
            where id = ?
            """;

    private ReviewRows() {}

    /// Adds an item; one that is there stays as it is, unless it is a message that was decided and is held
    /// anew.
    static void insert(Connection connection, String key, ReviewItem item) throws SQLException {
        if (item.getKind() == ReviewKind.HELD && reopen(connection, key, item)) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Sql.bind(
                    statement,
                    Arrays.asList(
                            item.getId(),
                            item.getKind(),
                            key,
                            item.getMessageId(),
                            item.getOffset(),
                            item.getEpoch(),
                            item.getRoom(),
                            item.getUser(),
                            item.getClient(),
                            item.getReporter(),
                            item.getText(),
                            item.getData(),
                            item.getFormat(),
                            JsonColumns.reasons(item.getReasons()),
                            JsonColumns.scores(item.getScores()),
                            item.getSanction(),
                            item.getAt(),
                            item.getExpiresAt()));
            statement.executeUpdate();
        }
    }

    private static boolean reopen(Connection connection, String key, ReviewItem item) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REOPEN)) {
            Sql.bind(
                    statement,
                    Arrays.asList(
                            key,
                            item.getClient(),
                            item.getData(),
                            item.getFormat(),
                            JsonColumns.reasons(item.getReasons()),
                            JsonColumns.scores(item.getScores()),
                            item.getAt(),
                            item.getExpiresAt(),
                            item.getId(),
                            item.getAt(),
                            item.getData()));
            return statement.executeUpdate() > 0;
        }
    }

    /// Writes the state of an item.
    static void save(Connection connection, Review review) throws SQLException {
        List<@Nullable Object> values = switch (review.state()) {
            case ReviewState.Open _ -> state("OPEN", null, null, null, null, null, null);
            case ReviewState.Claimed(String by, Instant until) -> state("OPEN", by, until, null, null, null, null);
            case ReviewState.Resolved(String by, Instant at, ReviewAction action, String reason) ->
                state("RESOLVED", null, null, by, at, action, reason);
            case ReviewState.Expired(Instant at) -> state("EXPIRED", null, null, null, at, null, null);
        };
        values.add(review.item().getId());
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            Sql.bind(statement, values);
            statement.executeUpdate();
        }
    }

    static Review read(ResultSet row) throws SQLException {
        ReviewItem item = ReviewItem.newBuilder()
                .setId(row.getString("id"))
                .setKind(ReviewKind.valueOf(row.getString("kind")))
                .setMessageId(row.getString("message_id"))
                .setOffset(Sql.number(row, "room_offset"))
                .setEpoch(row.getString("epoch"))
                .setRoom(row.getString("room"))
                .setUser(row.getString("user_id"))
                .setClient(row.getString("client_id"))
                .setReporter(row.getString("reporter"))
                .setText(row.getString("words"))
                .setData(Sql.buffer(row, "data"))
                .setFormat(PayloadFormat.valueOf(row.getString("format")))
                .setReasons(JsonColumns.reasons(row.getString("reasons")))
                .setScores(JsonColumns.scores(row.getString("scores")))
                .setSanction(row.getString("sanction_id"))
                .setAt(Sql.time(row, "arisen_at"))
                .setExpiresAt(Sql.instant(row, "expires_at"))
                .build();
        return new Review(item, row.getString("record_key"), row.getInt("reports"), readState(row));
    }

    private static ReviewState readState(ResultSet row) throws SQLException {
        String by = row.getString("claimed_by");
        return switch (row.getString("state")) {
            case "RESOLVED" ->
                new ReviewState.Resolved(
                        row.getString("closed_by"),
                        Sql.time(row, "closed_at"),
                        ReviewAction.valueOf(row.getString("action")),
                        row.getString("closed_reason"));
            case "EXPIRED" -> new ReviewState.Expired(Sql.time(row, "closed_at"));
            default ->
                by == null ? new ReviewState.Open() : new ReviewState.Claimed(by, Sql.time(row, "claimed_until"));
        };
    }

    private static List<@Nullable Object> state(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>();
        Collections.addAll(list, values);
        return list;
    }
}
