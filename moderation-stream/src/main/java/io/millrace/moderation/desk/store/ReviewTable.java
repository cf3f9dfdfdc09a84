package io.millrace.moderation.desk.store;

import io.millrace.moderation.desk.review.Background;
import io.millrace.moderation.desk.review.Offence;
import io.millrace.moderation.desk.review.Review;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
            union select decision.actor from moderation_sanctions sanction
                join moderation_decisions decision
                    on decision.message_id = sanction.cause and decision.user_id = sanction.user_id
                where sanction.id = ? and decision.actor is not null
            """;

    /// Ids of messages are unique in a room only: of several rooms, the one of the sanction, then the one where
    /// the verdict fell when the sanction was given.
    private static final String CAUSE = """
            select decision.room, decision.message_id, decision.client_id from moderation_sanctions sanction
                join moderation_decisions decision
                    on decision.message_id = sanction.cause and decision.user_id = sanction.user_id
            where sanction.id = ?
            order by decision.room = sanction.room desc,
                abs(extract(epoch from decision.decided_at - sanction.from_at)), decision.room
            limit 1
            """;
    private static final String FOREIGN = """
            select exists (select 1 from moderation_sanctions where id = ? and user_id <> ?)
                or (exists (select 1 from moderation_decisions where room = ? and message_id = ?)
                    and not exists (select 1 from moderation_decisions
                        where room = ? and message_id = ? and user_id = ?))
            """;

    /// Items about one message are decided together.
    private static final String SAME_MESSAGE = """
            select %s from moderation_reviews
            where state = 'OPEN' and kind in ('HELD', 'FLAGGED', 'REPORT') and room = ? and message_id = ? and id <> ?
            order by id for update
            """.formatted(ReviewRows.COLUMNS);

    /// Of several reports of one message the first that is looked at becomes the one about it.
    private static final String IDENTIFY = """
            update moderation_reviews set message_id = ?, room_offset = ?, epoch = ?, user_id = ?, client_id = ?,
                record_key = ?
            where id = ? and (message_id is null or (kind = 'REPORT' and user_id = '' and client_id = ''))
                and (kind <> 'REPORT' or not exists (select 1 from moderation_reviews other
                    where other.kind = 'REPORT' and other.room = moderation_reviews.room and other.message_id = ?
                        and other.id <> moderation_reviews.id))
            """;

    /// A room knows the ids of its newest messages only; to take an older one back it has to be told the place.
    private static final String PLACE = """
            update moderation_reviews set room_offset = ?, epoch = ? where id = ? and room_offset is null
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

    /// Puts the message, its place and its author into an item that lacks them. A report of a message that
    /// has an item already is added to that one, and closed.
    ///
    /// @param event a publication
    /// @return id of the item about the message
    public static String identify(Connection connection, ReviewItem item, RoomEvent event, Instant now)
            throws SQLException {
        if (item.getKind() == ReviewKind.FLAGGED) {
            int _ = Sql.update(connection, PLACE, event.getOffset(), event.getEpoch(), item.getId());
            return item.getId();
        }
        MessagePublished message = event.getPublished();
        String user = message.getSender().getUser();
        String client = message.getSender().getClient();
        String key = user.isEmpty() ? client : user;
        String id = message.getMessageId();
        int _ = Sql.update(
                connection, IDENTIFY, id, event.getOffset(), event.getEpoch(), user, client, key, item.getId(), id);
        return item.getKind() == ReviewKind.REPORT ? ReportTable.join(connection, item, id, now) : item.getId();
    }

    /// An item, if there is one.
    public static Optional<Review> find(Connection connection, String id) throws SQLException {
        return one(connection, id, "");
    }

    /// Those of many items that there are.
    public static List<Review> all(Connection connection, Collection<String> ids) throws SQLException {
        Array array =
                connection.createArrayOf("text", ids.stream().map(Sql::clean).toArray());
        return query(
                connection,
                "select " + ReviewRows.COLUMNS + " from moderation_reviews where id = any(?) order by id",
                List.of(array));
    }

    /// The same as [#find], kept from others until the end of the transaction.
    public static Optional<Review> lock(Connection connection, String id) throws SQLException {
        return one(connection, id, " for update");
    }

    /// The same as [#lock], unless somebody else keeps it now.
    public static Optional<Review> take(Connection connection, String id) throws SQLException {
        return one(connection, id, " for update skip locked");
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

    /// Undecided items about a message, kept from others.
    ///
    /// @param message null for none, about which there are none
    /// @param except id of one that does not matter; empty when all do
    public static List<Review> aboutSameMessage(
            Connection connection, String room, @Nullable String message, String except) throws SQLException {
        return message == null ? List.of() : query(connection, SAME_MESSAGE, List.of(room, message, except));
    }

    /// What is known about what an item is about.
    public static Background background(Connection connection, ReviewItem item) throws SQLException {
        if (item.getKind() != ReviewKind.APPEAL) {
            return Background.NONE;
        }
        String sanction = item.getSanction();
        return new Background(
                deciders(connection, item),
                sanction == null
                        ? Optional.empty()
                        : SanctionTable.find(connection, sanction)
                                .map(row -> row.sanction().getKind()),
                sanction == null ? Optional.empty() : cause(connection, sanction),
                isForeign(connection, item));
    }

    private static Set<String> deciders(Connection connection, ReviewItem item) throws SQLException {
        String room = item.getRoom();
        String message = item.getMessageId();
        String sanction = item.getSanction();
        return new HashSet<>(Sql.rows(
                connection,
                DECIDERS,
                Arrays.asList(room, message, room, message, sanction, sanction, sanction),
                row -> row.getString(1)));
    }

    private static Optional<Offence> cause(Connection connection, String sanction) throws SQLException {
        return Sql.rows(
                        connection,
                        CAUSE,
                        List.of(sanction),
                        row -> new Offence(row.getString(1), row.getString(2), row.getString(3)))
                .stream()
                .findFirst();
    }

    private static boolean isForeign(Connection connection, ReviewItem item) throws SQLException {
        String user = item.getUser();
        String room = item.getRoom();
        String message = item.getMessageId();
        return Sql.rows(
                        connection,
                        FOREIGN,
                        Arrays.asList(item.getSanction(), user, room, message, room, message, user),
                        row -> row.getBoolean(1))
                .getFirst();
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
        return Sql.rows(connection, sql, parameters, ReviewRows::read);
    }

    private static Optional<Review> one(Connection connection, String id, String lock) throws SQLException {
        return query(
                        connection,
                        "select " + ReviewRows.COLUMNS + " from moderation_reviews where id = ?" + lock,
                        List.of(id))
                .stream()
                .findFirst();
    }
}
