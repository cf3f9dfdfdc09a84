package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.store.Conversations;
import io.millrace.moderation.desk.store.ReviewTable;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out which message an item is about that names a place only, who wrote a message that a report names
/// (clients know offsets and no ids), and which place a flagged message got. What the archive says of the
/// author counts, not what a reporter said. Thread-safe.
final class Identification {

    private static final Logger LOGGER = LoggerFactory.getLogger(Identification.class);

    /// For the items of one request.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Conversations conversations;

    Identification(Ledger ledger, Conversations conversations) {
        this.ledger = ledger;
        this.conversations = conversations;
    }

    /// Puts message and author into an item that lacks them, if the archive has them by now. An archive that is
    /// away must not keep moderators from deciding.
    ///
    /// @return id of the item about that message: another one, when that was reported before
    /// @throws SQLException when the desk's own tables cannot be asked now
    String identify(String id) throws SQLException {
        Optional<ReviewItem> unknown = ledger.read(connection -> ReviewTable.find(connection, id))
                .map(Review::item)
                .filter(Identification::isUnknown);
        return unknown.isEmpty() ? id : identify(List.of(unknown.get())).getOrDefault(id, id);
    }

    /// The same for many, as many as the archive finds in a few seconds.
    ///
    /// @return ids of the items that are about their messages, in the order of the reviews and each once
    /// @throws SQLException when the desk's own tables cannot be asked now
    List<String> identifyAll(List<Review> reviews) throws SQLException {
        Map<String, String> known = identify(reviews.stream()
                .map(Review::item)
                .filter(Identification::isUnknown)
                .toList());
        return reviews.stream()
                .map(review -> review.item().getId())
                .map(id -> known.getOrDefault(id, id))
                .distinct()
                .toList();
    }

    private Map<String, String> identify(List<ReviewItem> unknown) throws SQLException {
        Map<String, String> about = new HashMap<>();
        long began = System.nanoTime();
        for (ReviewItem item : unknown) {
            Optional<RoomEvent> message;
            try {
                message = look(item);
            } catch (SQLException e) {
                LOGGER.atWarn().addKeyValue("error", e.toString()).log("messages of items cannot be looked up");
                break;
            }
            if (message.isPresent()
                    && isAbout(item, message.get().getPublished().getSender())) {
                about.put(
                        item.getId(),
                        ledger.read(connection -> ReviewTable.identify(connection, item, message.get(), ledger.now())));
            }
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                break;
            }
        }
        return about;
    }

    private static boolean isUnknown(ReviewItem item) {
        boolean place = item.getMessageId() == null && item.getOffset() != null;
        boolean nobody = item.getKind() == ReviewKind.REPORT
                && item.getMessageId() != null
                && item.getUser().isEmpty()
                && item.getClient().isEmpty();
        return !item.getRoom().isEmpty() && (place || nobody || isUnplaced(item));
    }

    /// Rules flag a message before its room gives it a place.
    private static boolean isUnplaced(ReviewItem item) {
        return item.getKind() == ReviewKind.FLAGGED && item.getMessageId() != null && item.getOffset() == null;
    }

    private Optional<RoomEvent> look(ReviewItem item) throws SQLException {
        String message = item.getMessageId();
        Long offset = item.getOffset();
        try {
            if (isUnplaced(item)) {
                return conversations
                        .around(new Conversations.Target(item.getRoom(), message, null, item.getAt()), 0)
                        .message();
            }
            if (message != null) {
                return conversations.find(item.getRoom(), message, offset);
            }
            return offset == null
                    ? Optional.empty()
                    : conversations.at(item.getRoom(), item.getEpoch(), offset, item.getAt());
        } catch (IllegalArgumentException e) {
            // No room can be called so.
            return Optional.empty();
        }
    }

    /// Only the author can appeal, and be flagged.
    private static boolean isAbout(ReviewItem item, Sender author) {
        return item.getKind() == ReviewKind.REPORT || item.getUser().equals(author.getUser());
    }
}
