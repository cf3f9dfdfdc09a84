package io.millrace.moderation.desk.store;

import io.millrace.moderation.desk.review.Background;
import io.millrace.moderation.desk.review.Review;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.SanctionKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Items that people have to decide. Stateless; every method runs in the transaction of its caller.
public final class ReviewTable {

    private static final String DECIDERS = """
            select actor from moderation_decisions where room = ? and message_id = ? and actor is not null
            union select closed_by from moderation_reviews where room = ? and message_id = ? and state = 'RESOLVED'
            union select actor from moderation_sanctions where id = ?
            union select review.closed_by from moderation_sanctions sanction
                join moderation_reviews review on review.message_id = sanction.cause and review.user_id = sanction.user_id
                where sanction.id = ? and review.state = 'RESOLVED'
            """;

    /// Items about one message are decided together.
    private static final String SAME_MESSAGE = """
            select %s from moderation_reviews
            where state = 'OPEN' and kind in ('HELD', 'FLAGGED', 'REPORT') and room = ? and message_id = ? and id <> ?
            order by id for update
            """.formatted(ReviewRows.COLUMNS);

    /// Of several reports of one message the first that is looked at becomes the one about it.
    private static final String IDENTIFY = """
            update moderation_reviews set message_id = ?, user_id = ?, client_id = ?, record_key = ?
            where id = ? and (message_id is null or (kind = 'REPORT' and user_id = '' and client_id = ''))
                and (kind <> 'REPORT' or not exists (select 1 from moderation_reviews other
                    where other.kind = 'REPORT' and other.room = moderation_reviews.room and other.message_id = ?
                        and other.id <> moderation_reviews.id))
            """;

    private ReviewTable() {}

    /// Adds an item that came; a repeat changes nothing. A report of a message that was reported before is
    /// added to the item that is there, decided or not.
    public static void add(Connection connection, String key, ReviewItem item) throws SQLException {
        ReviewRows.insert(connection, key, item);
        String message = item.getMessageId();
        if (item.getKind() == ReviewKind.REPORT && message != null) {
            ReportTable.join(connection, item, message, item.getAt());
        }
    }

    /// Puts the message and its author into an item that lacks them. A report of a message that has an item
    /// already is added to that one, and closed.
    ///
    /// @return id of the item about the message
    public static String identify(Connection connection, ReviewItem item, MessagePublished message, Instant now)
            throws SQLException {
        String user = message.getSender().getUser();
        String client = message.getSender().getClient();
        String key = user.isEmpty() ? client : user;
        String id = message.getMessageId();
        int _ = Sql.update(connection, IDENTIFY, id, user, client, key, item.getId(), id);
        return item.getKind() == ReviewKind.REPORT ? ReportTable.join(connection, item, id, now) : item.getId();
    }

    /// An item, if there is one.
    public static Optional<Review> find(Connection connection, String id) throws SQLException {
        return query(connection, "select " + ReviewRows.COLUMNS + " from moderation_reviews where id = ?", List.of(id))
                .stream()
                .findFirst();
    }

    /// The same, kept from others until the end of the transaction.
    public static Optional<Review> lock(Connection connection, String id) throws SQLException {
        return query(
                        connection,
                        "select " + ReviewRows.COLUMNS + " from moderation_reviews where id = ? for update",
                        List.of(id))
                .stream()
                .findFirst();
    }

    /// Items, oldest first.
    ///
    /// @param after where the page before ended; null for the first
    public static List<Review> list(Connection connection, ReviewFilter filter, @Nullable Place after, int limit)
            throws SQLException {
        return ordered(connection, filter, after, limit, "");
    }

    /// Items, oldest first, kept from others until the end of the transaction; those that others keep are
    /// left out.
    public static List<Review> take(Connection connection, ReviewFilter filter, @Nullable Place after, int limit)
            throws SQLException {
        return ordered(connection, filter, after, limit, " for update skip locked");
    }

    /// Other undecided items about the message of an item, kept from others.
    public static List<Review> aboutSameMessage(Connection connection, Review review) throws SQLException {
        String message = review.item().getMessageId();
        return message == null
                ? List.of()
                : query(
                        connection,
                        SAME_MESSAGE,
                        List.of(review.item().getRoom(), message, review.item().getId()));
    }

    /// What is known about what an item is about.
    public static Background background(Connection connection, ReviewItem item) throws SQLException {
        if (item.getKind() != ReviewKind.APPEAL) {
            return Background.NONE;
        }
        Set<String> deciders = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(DECIDERS)) {
            Sql.bind(
                    statement,
                    Arrays.asList(
                            item.getRoom(),
                            item.getMessageId(),
                            item.getRoom(),
                            item.getMessageId(),
                            item.getSanction(),
                            item.getSanction()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    deciders.add(row.getString(1));
                }
            }
        }
        Optional<SanctionKind> sanction = item.getSanction() == null
                ? Optional.empty()
                : SanctionTable.find(connection, item.getSanction())
                        .map(row -> row.sanction().getKind());
        return new Background(deciders, sanction);
    }

    /// Writes the state of an item.
    public static void save(Connection connection, Review review) throws SQLException {
        ReviewRows.save(connection, review);
    }

    private static List<Review> ordered(
            Connection connection, ReviewFilter filter, @Nullable Place after, int limit, String lock)
            throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        String where = filter.where(parameters);
        if (after != null) {
            where += " and (arisen_at, id) > (?, ?)";
            parameters.add(after.at());
            parameters.add(after.id());
        }
        parameters.add(limit);
        return query(
                connection,
                "select " + ReviewRows.COLUMNS + " from moderation_reviews where " + where
                        + " order by arisen_at, id limit ?" + lock,
                parameters);
    }

    private static List<Review> query(Connection connection, String sql, List<? extends @Nullable Object> parameters)
            throws SQLException {
        List<Review> reviews = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, parameters);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reviews.add(ReviewRows.read(row));
                }
            }
        }
        return reviews;
    }
}
