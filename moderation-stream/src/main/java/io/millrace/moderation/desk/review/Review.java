package io.millrace.moderation.desk.review;

import io.millrace.moderation.desk.review.ReviewState.Claimed;
import io.millrace.moderation.desk.review.ReviewState.Expired;
import io.millrace.moderation.desk.review.ReviewState.Open;
import io.millrace.moderation.desk.review.ReviewState.Resolved;
import io.millrace.schema.moderation.ReviewItem;
import java.time.Instant;

/// An item with its state.
///
/// @param item as it came
/// @param key of its record: that of the author
/// @param reports how many users complained; 0 unless it is a report
public record Review(ReviewItem item, String key, int reports, ReviewState state) {

    /// The state at a time: claims end by themselves, and so does the time of an item.
    public ReviewState at(Instant now) {
        Instant expires = item.getExpiresAt();
        return switch (state) {
            case Open _, Claimed _ when expires != null && !expires.isAfter(now) -> new Expired(expires);
            case Claimed claimed when !claimed.until().isAfter(now) -> new Open();
            case Open _, Claimed _, Resolved _, Expired _ -> state;
        };
    }

    /// The same in another state.
    public Review in(ReviewState other) {
        return new Review(item, key, reports, other);
    }
}
