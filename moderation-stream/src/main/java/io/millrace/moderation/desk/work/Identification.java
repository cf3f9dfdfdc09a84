package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.store.Conversations;
import io.millrace.moderation.desk.store.ReviewTable;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out which message an item is about that names a place only: clients know offsets and no ids. What the
/// archive says of the author counts more than what a reporter said. Thread-safe.
final class Identification {

    private static final Logger LOGGER = LoggerFactory.getLogger(Identification.class);

    private final Ledger ledger;
    private final Conversations conversations;

    Identification(Ledger ledger, Conversations conversations) {
        this.ledger = ledger;
        this.conversations = conversations;
    }

    /// Puts message and author into an item that lacks them, if the archive has them by now. An archive that is
    /// away must not keep moderators from deciding.
    ///
    /// @throws SQLException when the desk's own tables cannot be asked now
    void identify(String id) throws SQLException {
        Optional<ReviewItem> item = ledger.read(connection -> ReviewTable.find(connection, id))
                .map(Review::item)
                .filter(one -> one.getMessageId() == null
                        && one.getOffset() != null
                        && !one.getRoom().isEmpty());
        if (item.isEmpty()) {
            return;
        }
        Optional<RoomEvent> event = look(item.get());
        if (event.isPresent() && isAbout(item.get(), event.get().getPublished().getSender())) {
            ledger.read(connection ->
                    ReviewTable.identify(connection, item.get(), event.get().getPublished()));
        }
    }

    private Optional<RoomEvent> look(ReviewItem item) {
        try {
            return conversations.at(item.getRoom(), item.getOffset(), item.getAt());
        } catch (SQLException | IllegalArgumentException e) {
            LOGGER.atWarn().addKeyValue("error", e.toString()).log("the message of an item cannot be looked up");
            return Optional.empty();
        }
    }

    /// Only the author can appeal.
    private static boolean isAbout(ReviewItem item, Sender author) {
        return item.getKind() == ReviewKind.REPORT || item.getUser().equals(author.getUser());
    }
}
