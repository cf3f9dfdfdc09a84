package io.millrace.moderation.desk.review;

import io.millrace.moderation.desk.review.ReviewState.Claimed;
import io.millrace.moderation.desk.review.ReviewState.Expired;
import io.millrace.moderation.desk.review.ReviewState.Open;
import io.millrace.moderation.desk.review.ReviewState.Resolved;
import io.millrace.schema.moderation.ReviewKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Who looks at an item.
public final class Claims {

    private Claims() {}

    /// Takes an item, or keeps it for longer.
    ///
    /// @param patience how long it is kept
    public static Answer claim(Review review, String moderator, Background background, Duration patience, Instant now) {
        Optional<Refusal> obstacle = obstacle(review, moderator, background, now);
        return obstacle.map(Answer::refused)
                .orElseGet(() -> Answer.accepted(review.in(new Claimed(moderator, now.plus(patience)))));
    }

    /// Gives an item back. Of one that is open anyway nothing changes.
    public static Answer release(Review review, String moderator, Instant now) {
        return switch (review.at(now)) {
            case Open _ -> Answer.accepted(review.in(new Open()));
            case Claimed claimed when claimed.by().equals(moderator) -> Answer.accepted(review.in(new Open()));
            case Claimed claimed -> Answer.refused(claimedBy(claimed));
            case Resolved resolved -> Answer.refused(resolvedBy(resolved));
            case Expired expired -> Answer.refused(expiredAt(expired));
        };
    }

    /// What keeps a moderator from deciding an item; empty when nothing does.
    static Optional<Refusal> obstacle(Review review, String moderator, Background background, Instant now) {
        return switch (review.at(now)) {
            case Claimed claimed when !claimed.by().equals(moderator) -> Optional.of(claimedBy(claimed));
            case Resolved resolved -> Optional.of(resolvedBy(resolved));
            case Expired expired -> Optional.of(expiredAt(expired));
            case Open _, Claimed _ ->
                review.item().getKind() == ReviewKind.APPEAL
                                && background.deciders().contains(moderator)
                        ? Optional.of(Refusal.conflict(
                                "an appeal is decided by somebody else than who decided what it is about"))
                        : Optional.empty();
        };
    }

    private static Refusal claimedBy(Claimed claimed) {
        return Refusal.conflict("claimed by " + claimed.by() + " until " + claimed.until());
    }

    private static Refusal resolvedBy(Resolved resolved) {
        return Refusal.conflict("resolved by " + resolved.by() + " at " + resolved.at());
    }

    private static Refusal expiredAt(Expired expired) {
        return Refusal.conflict("was decided without anybody at " + expired.at());
    }
}
