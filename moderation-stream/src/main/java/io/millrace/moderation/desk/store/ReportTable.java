package io.millrace.moderation.desk.store;

import io.millrace.schema.moderation.ReviewItem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who complained of a message, and in which words. Stateless.
public final class ReportTable {

    private static final String OF_REVIEW = """
            select reporter, words, arisen_at from moderation_reports where review_id = ? order by arisen_at, id limit ?
            """;

    private static final String ADD = """
            insert into moderation_reports (id, review_id, reporter, words, arisen_at)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """;
    private static final String COUNT = """
            update moderation_reviews set reports =
                (select count(distinct coalesce(reporter, id)) from moderation_reports where review_id = ?)
            where id = ?
            """;

    /// An item that named a place only, when another has the message that is there.
    private static final String CLOSE = """
            update moderation_reviews set state = 'EXPIRED', closed_at = ?, claimed_by = null, claimed_until = null
            where id = ? and kind = 'REPORT' and state = 'OPEN' and message_id is null
            """;
    /// Whoever adds another complaint at the same time waits here, and then counts this one too.
    private static final String ABOUT = """
            select id from moderation_reviews where kind = 'REPORT' and room = ? and message_id = ? for update
            """;

    private ReportTable() {}

    /// One complaint.
    ///
    /// @param reporter null when it is not known
    public record Report(@Nullable String reporter, String words, Instant at) {}

    /// Adds the complaint of an item to the one item about its message. When that is another one, this one,
    /// which has no message, is closed.
    ///
    /// @param message which some item of that room is about
    /// @return id of that item
    static String join(Connection connection, ReviewItem item, String message, Instant now) throws SQLException {
        Optional<String> found = about(connection, item.getRoom(), message);
        if (found.isEmpty()) {
            return item.getId();
        }
        String about = found.get();
        int _ = Sql.update(connection, ADD, item.getId(), about, item.getReporter(), item.getText(), item.getAt());
        int _ = Sql.update(connection, COUNT, about, about);
        if (!about.equals(item.getId())) {
            int _ = Sql.update(connection, CLOSE, now, item.getId());
        }
        return about;
    }

    private static Optional<String> about(Connection connection, String room, String message) throws SQLException {
        return Sql.rows(connection, ABOUT, List.of(room, message), row -> row.getString(1)).stream()
                .findFirst();
    }

    /// Complaints of an item, oldest first.
    public static List<Report> of(Connection connection, String review, int limit) throws SQLException {
        return Sql.rows(
                connection,
                OF_REVIEW,
                List.of(review, limit),
                row -> new Report(row.getString("reporter"), row.getString("words"), Sql.time(row, "arisen_at")));
    }
}
