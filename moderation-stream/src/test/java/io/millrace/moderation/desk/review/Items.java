package io.millrace.moderation.desk.review;

import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.access.Role;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Items and moderators for tests.
final class Items {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final Moderator ANN = new Moderator("ann", Role.MODERATOR);
    static final Moderator LEA = new Moderator("lea", Role.LEAD);

    private Items() {}

    /// An open item about message `m` of user `u` in room `chat:r`.
    static Review open(ReviewKind kind) {
        return new Review(item(kind), "u", 0, new ReviewState.Open());
    }

    static ReviewItem item(ReviewKind kind) {
        return new ReviewItem(
                "i",
                kind,
                "m",
                null,
                null,
                "chat:r",
                "u",
                "",
                null,
                "",
                null,
                PayloadFormat.JSON,
                List.of(),
                Map.of(),
                null,
                NOW.minusSeconds(60),
                null);
    }

    /// An open item that was changed before it arrived.
    static Review open(ReviewKind kind, Consumer<ReviewItem> change) {
        Review review = open(kind);
        change.accept(review.item());
        return review;
    }
}
