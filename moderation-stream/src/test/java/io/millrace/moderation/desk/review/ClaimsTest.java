package io.millrace.moderation.desk.review;

import static io.millrace.moderation.desk.review.Items.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.desk.review.ReviewState.Claimed;
import io.millrace.moderation.desk.review.ReviewState.Expired;
import io.millrace.moderation.desk.review.ReviewState.Open;
import io.millrace.moderation.desk.review.ReviewState.Resolved;
import io.millrace.schema.moderation.ReviewKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void anOpenItemIsClaimedForSomeTime() {
        assertThat(state(claim(Items.open(ReviewKind.HELD), "ann", NOW)))
                .isEqualTo(new Claimed("ann", NOW.plus(PATIENCE)));
    }

    @Test
    void theClaimOfAnotherHoldsUntilItsTimeIsOver() {
        Review claimed = Items.open(ReviewKind.HELD).in(new Claimed("bob", NOW));

        assertThat(refusal(claim(claimed, "ann", NOW.minusMillis(1))).kind()).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(state(claim(claimed, "ann", NOW))).isEqualTo(new Claimed("ann", NOW.plus(PATIENCE)));
    }

    @Test
    void ownClaimsAreExtended() {
        Review claimed = Items.open(ReviewKind.HELD).in(new Claimed("ann", NOW.plusSeconds(1)));

        assertThat(state(claim(claimed, "ann", NOW))).isEqualTo(new Claimed("ann", NOW.plus(PATIENCE)));
    }

    @Test
    void decidedItemsAreNotClaimed() {
        Review resolved = Items.open(ReviewKind.HELD).in(new Resolved("bob", NOW, ReviewAction.REMOVE, ""));
        Review expired = Items.open(ReviewKind.HELD).in(new Expired(NOW));

        assertThat(refusal(claim(resolved, "ann", NOW)).text()).startsWith("resolved by bob");
        assertThat(refusal(claim(expired, "ann", NOW)).text()).contains("without anybody");
    }

    @Test
    void anItemWhoseTimeIsOverIsDecidedBeforeAnybodyMarksIt() {
        Review over =
                Items.open(ReviewKind.HELD, item -> item.setExpiresAt(NOW)).in(new Claimed("ann", NOW.plusSeconds(60)));

        assertThat(over.at(NOW)).isEqualTo(new Expired(NOW));
        assertThat(refusal(claim(over, "ann", NOW)).kind()).isEqualTo(Refusal.Kind.CONFLICT);
    }

    @Test
    void onlyWhoClaimedReleases() {
        Review claimed = Items.open(ReviewKind.HELD).in(new Claimed("bob", NOW.plusSeconds(1)));

        assertThat(refusal(Claims.release(claimed, "ann", NOW)).kind()).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(state(Claims.release(claimed, "bob", NOW))).isEqualTo(new Open());
    }

    @Test
    void anAppealIsNotForWhoeverDecidedWhatItIsAbout() {
        Background background = new Background(Set.of("ann"), Optional.empty(), Optional.empty(), false);
        Review appeal = Items.open(ReviewKind.APPEAL);

        assertThat(refusal(Claims.claim(appeal, "ann", background, PATIENCE, NOW))
                        .kind())
                .isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(Claims.claim(appeal, "bob", background, PATIENCE, NOW)).isInstanceOf(Answer.Accepted.class);
        assertThat(Claims.claim(Items.open(ReviewKind.REPORT), "ann", background, PATIENCE, NOW))
                .isInstanceOf(Answer.Accepted.class);
    }

    private static Answer claim(Review review, String moderator, Instant now) {
        return Claims.claim(review, moderator, Background.NONE, PATIENCE, now);
    }

    private static ReviewState state(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Accepted.class);
        return ((Answer.Accepted) answer).review().state();
    }

    private static Refusal refusal(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).refusal();
    }
}
