package io.millrace.moderation.desk.store;

import io.millrace.history.RoomHistory;
import io.millrace.history.RoomHistory.Direction;
import io.millrace.history.RoomHistory.Page;
import io.millrace.id.Epoch;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.RoomEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was said around a message, from the archive. Thread-safe.
public final class Conversations {

    /// PostgreSQL's name for a table that is not there: nobody has archived anything yet.
    private static final String NO_TABLE = "42P01";

    /// How much earlier than the edge said a message can be in the archive, by clocks that differ.
    private static final Duration SKEW = Duration.ofSeconds(5);

    /// Events among which a message is looked for whose offset is not known.
    private static final int SEARCH = 500;

    private final DeskDatabase database;
    private final RoomHistory history;

    /// @param patience longest time for one page
    public Conversations(DeskDatabase database, Duration patience) {
        this.database = database;
        this.history = new RoomHistory(database.archive(), patience);
    }

    /// What is looked for.
    ///
    /// @param message null for the conversation at that time
    /// @param offset null when it is not known
    /// @param at about when it was sent
    public record Target(
            String room, @Nullable String message, @Nullable Long offset, Instant at) {}

    /// A piece of a conversation, oldest first.
    ///
    /// @param message the one that was looked for, if the room has it
    public record Context(List<RoomEvent> before, Optional<RoomEvent> message, List<RoomEvent> after) {

        /// Nothing is there.
        public static final Context NONE = new Context(List.of(), Optional.empty(), List.of());
    }

    private record Found(String epoch, long offset, boolean message) {}

    /// Reads what is around a message.
    ///
    /// @param count most events before, and after
    /// @throws SQLException when the archive cannot be asked now
    public Context around(Target target, int count) throws SQLException {
        Optional<Found> found = locate(target);
        if (found.isEmpty()) {
            return Context.NONE;
        }
        String room = target.room();
        String epoch = found.get().epoch();
        long offset = found.get().offset();
        Optional<RoomEvent> message = found.get().message()
                ? history.read(page(room, epoch, offset, offset, 1, Direction.ASCENDING)).stream()
                        .findFirst()
                : Optional.empty();
        if (count == 0) {
            return new Context(List.of(), message, List.of());
        }
        List<RoomEvent> before = history.read(page(room, epoch, 0, offset - 1, count, Direction.DESCENDING))
                .reversed();
        List<RoomEvent> after = history.read(page(
                room, epoch, message.isPresent() ? offset + 1 : offset, Long.MAX_VALUE, count, Direction.ASCENDING));
        return new Context(before, message, after);
    }

    /// Finds a message: at its offset, or among the newest of its room.
    ///
    /// @param offset null when it is not known
    /// @throws SQLException when the archive cannot be asked now
    public Optional<RoomEvent> find(String room, String message, @Nullable Long offset) throws SQLException {
        for (RoomPositions.Life life : lives(room)) {
            Page page = offset == null
                    ? page(room, life.epoch(), 0, Long.MAX_VALUE, SEARCH, Direction.DESCENDING)
                    : page(room, life.epoch(), offset, offset, 1, Direction.ASCENDING);
            Optional<RoomEvent> found = find(page, message);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The message at an offset.
    ///
    /// @param epoch of the offset; null for that of the life that the room had at the time
    /// @throws SQLException when the archive cannot be asked now
    public Optional<RoomEvent> at(String room, @Nullable String epoch, long offset, Instant at) throws SQLException {
        List<RoomPositions.Life> lives = lives(room);
        if (lives.isEmpty()) {
            return Optional.empty();
        }
        String meant = epoch == null ? living(lives, at).epoch() : epoch;
        return history.read(page(room, meant, offset, offset, 1, Direction.ASCENDING)).stream()
                .filter(event -> event.getOffset() == offset && event.getPublished() != null)
                .findFirst();
    }

    private Optional<RoomEvent> find(Page page, String message) throws SQLException {
        return history.read(page).stream()
                .filter(event -> event.getPublished() != null
                        && event.getPublished().getMessageId().equals(message))
                .findFirst();
    }

    private List<RoomPositions.Life> lives(String room) throws SQLException {
        try {
            return database.transaction(connection -> RoomPositions.lives(connection, room));
        } catch (SQLException failure) {
            if (NO_TABLE.equals(failure.getSQLState())) {
                return List.of();
            }
            throw failure;
        }
    }

    private static Page page(String room, String epoch, long first, long last, int limit, Direction direction) {
        return new Page(new RoomId(room), new Epoch(epoch), first, last, limit, direction);
    }

    private Optional<Found> locate(Target target) throws SQLException {
        List<RoomPositions.Life> lives = lives(target.room());
        if (lives.isEmpty()) {
            return Optional.empty();
        }
        String message = target.message();
        Long offset = target.offset();
        if (message != null && offset != null) {
            for (RoomPositions.Life life : lives) {
                if (database.transaction(
                        connection -> RoomPositions.isAt(connection, target.room(), life.epoch(), offset, message))) {
                    return Optional.of(new Found(life.epoch(), offset, true));
                }
            }
        }
        return Optional.of(search(target, living(lives, target.at()).epoch()));
    }

    private static RoomPositions.Life living(List<RoomPositions.Life> lives, Instant at) {
        return lives.stream()
                .filter(one -> !one.began().isAfter(at.plus(SKEW)))
                .findFirst()
                .orElse(lives.getLast());
    }

    private Found search(Target target, String epoch) throws SQLException {
        long from = database.transaction(connection -> RoomPositions.firstSince(
                connection, target.room(), epoch, target.at().minus(SKEW)));
        if (target.message() != null) {
            Optional<RoomEvent> found = find(
                    page(target.room(), epoch, from, Long.MAX_VALUE, SEARCH, Direction.ASCENDING), target.message());
            if (found.isPresent()) {
                return new Found(epoch, found.get().getOffset(), true);
            }
        }
        long at = database.transaction(
                connection -> RoomPositions.firstSince(connection, target.room(), epoch, target.at()));
        return new Found(epoch, at, false);
    }
}
