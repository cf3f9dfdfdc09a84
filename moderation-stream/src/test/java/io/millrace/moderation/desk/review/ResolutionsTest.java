package io.millrace.moderation.desk.review;

import static io.millrace.moderation.desk.review.Items.ANN;
import static io.millrace.moderation.desk.review.Items.LEA;
import static io.millrace.moderation.desk.review.Items.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.review.Resolutions.Request;
import io.millrace.moderation.desk.review.ReviewState.Resolved;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResolutionsTest {

    @ParameterizedTest
    @CsvSource({
        "HELD, APPROVE REMOVE",
        "FLAGGED, APPROVE REMOVE DISMISS",
        "REPORT, APPROVE REMOVE DISMISS",
        "APPEAL, DISMISS PARDON",
        "BAN_PROPOSAL, APPROVE DISMISS",
        "RAID, DISMISS"
    })
    void eachKindHasItsActions(ReviewKind kind, String actions) {
        assertThat(Arrays.stream(ReviewAction.values())
                        .filter(action -> action.fits(kind))
                        .map(ReviewAction::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(actions);
    }

    @Test
    void anActionThatDoesNotFitChangesNothing() {
        Answer answer = resolve(Items.open(ReviewKind.HELD), request(ReviewAction.DISMISS), ANN);

        assertThat(refusal(answer)).isEqualTo(Refusal.invalid("action", "dismiss is no resolution of kind held"));
    }

    @Test
    void aDecisionAboutAMessageIsARulingUnderTheKeyOfItsAuthor() {
        Answer.Accepted answer = accepted(resolve(Items.open(ReviewKind.HELD), request(ReviewAction.REMOVE), ANN));

        assertThat(answer.review().state()).isEqualTo(new Resolved("ann", NOW, ReviewAction.REMOVE, "why"));
        assertThat(answer.effects()).singleElement().isInstanceOfSatisfying(Effect.Ruled.class, ruled -> {
            Ruling ruling = ruled.ruling();
            assertThat(ruled.key()).isEqualTo("u");
            assertThat(ruling.getAction()).isEqualTo(RulingAction.REMOVE);
            assertThat(ruling.getMessageId()).isEqualTo("m");
            assertThat(ruling.getRoom()).isEqualTo("chat:r");
            assertThat(ruling.getReview()).isEqualTo("i");
            assertThat(ruling.getActor()).isEqualTo("ann");
            assertThat(ruling.getReason()).isEqualTo("why");
        });
    }

    @Test
    void theSameDecisionHasTheSameIds() {
        Answer first = resolve(Items.open(ReviewKind.HELD), request(ReviewAction.REMOVE), ANN);
        Answer again = resolve(Items.open(ReviewKind.HELD), request(ReviewAction.REMOVE), ANN);

        assertThat(accepted(first).effects()).isEqualTo(accepted(again).effects());
    }

    /// Else a short sanction would take the place of a long one.
    @Test
    void itemThatIsOpenedAgainLeadsToASanctionOfItsOwn() {
        Request request = new Request(
                ReviewAction.REMOVE, "why", Optional.of(order(SanctionKind.TIMEOUT, Duration.ofMinutes(10))));

        Answer first = resolve(Items.open(ReviewKind.HELD), request, ANN);
        Answer again = resolve(Items.open(ReviewKind.HELD), request, ANN);
        Answer later = resolve(Items.open(ReviewKind.HELD, item -> item.setAt(NOW.minusSeconds(1))), request, ANN);

        assertThat(sanction(again).getId()).isEqualTo(sanction(first).getId());
        assertThat(sanction(later).getId()).isNotEqualTo(sanction(first).getId());
    }

    private static Sanction sanction(Answer answer) {
        return ((Effect.Sanctioned) accepted(answer).effects().get(1)).sanction();
    }

    @Test
    void dismissingHasNoEffect() {
        assertThat(accepted(resolve(Items.open(ReviewKind.REPORT), request(ReviewAction.DISMISS), ANN))
                        .effects())
                .isEmpty();
    }

    @Test
    void aRemovalCanComeWithASanction() {
        Request request = new Request(
                ReviewAction.REMOVE, "why", Optional.of(order(SanctionKind.TIMEOUT, Duration.ofMinutes(10))));

        Answer.Accepted answer = accepted(resolve(Items.open(ReviewKind.FLAGGED), request, ANN));

        assertThat(answer.effects()).hasSize(2);
        Sanction sanction = sanction(answer);
        assertThat(sanction.getUser()).isEqualTo("u");
        assertThat(sanction.getUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
        assertThat(sanction.getCause()).isEqualTo("m");
    }

    @ParameterizedTest
    @EnumSource(
            value = SanctionKind.class,
            names = {"MUTE", "BAN"})
    void moderatorsGiveNoMutesAndBansAndLeadsDo(SanctionKind kind) {
        Request request = new Request(ReviewAction.REMOVE, "", Optional.of(order(kind, Duration.ofDays(1))));

        assertThat(refusal(resolve(Items.open(ReviewKind.FLAGGED), request, ANN))
                        .kind())
                .isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(accepted(resolve(Items.open(ReviewKind.FLAGGED), request, LEA))
                        .effects())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, , 0, durationSeconds",
        "SLOW, , 30, durationSeconds",
        "SLOW, 60, 0, intervalSeconds",
        "TIMEOUT, 60, 30, intervalSeconds",
        "MUTE, , 30, intervalSeconds"
    })
    void orderThatLacksSomethingIsToldTheFieldAsItIsSent(
            SanctionKind kind, @Nullable Long duration, long interval, String field) {
        SanctionOrder order = new SanctionOrder(
                kind, "", Optional.ofNullable(duration).map(Duration::ofSeconds), Duration.ofSeconds(interval), "");

        Answer answer =
                resolve(Items.open(ReviewKind.FLAGGED), new Request(ReviewAction.REMOVE, "", Optional.of(order)), LEA);

        assertThat(refusal(answer).kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(refusal(answer).field()).isEqualTo(field);
    }

    @Test
    void nobodyWithoutAUserIsSanctioned() {
        Review anonymous = Items.open(ReviewKind.FLAGGED, item -> item.setUser(""));
        Request request =
                new Request(ReviewAction.REMOVE, "", Optional.of(order(SanctionKind.TIMEOUT, Duration.ofDays(1))));

        assertThat(refusal(resolve(anonymous, request, ANN)).field()).isEqualTo("sanction");
    }

    @Test
    void aProposedBanTakesASanctionAndALead() {
        Review proposal = Items.open(ReviewKind.BAN_PROPOSAL);
        Request ban = new Request(
                ReviewAction.APPROVE,
                "",
                Optional.of(new SanctionOrder(SanctionKind.BAN, "", Optional.empty(), Duration.ZERO, "")));

        assertThat(refusal(resolve(proposal, request(ReviewAction.APPROVE), LEA))
                        .field())
                .isEqualTo("sanction");
        assertThat(refusal(resolve(proposal, ban, ANN)).kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(accepted(resolve(proposal, ban, LEA)).effects())
                .singleElement()
                .isInstanceOf(Effect.Sanctioned.class);
    }

    @Test
    void aGrantedAppealTakesTheStrikeBackAndEndsTheSanction() {
        Review appeal = Items.open(ReviewKind.APPEAL, item -> item.setSanction("s"));

        Answer.Accepted answer = accepted(resolve(appeal, request(ReviewAction.PARDON), ANN));

        assertThat(answer.effects())
                .hasSize(2)
                .anySatisfy(effect -> assertThat(effect)
                        .isInstanceOfSatisfying(
                                Effect.Ruled.class,
                                ruled -> assertThat(ruled.ruling().getAction()).isEqualTo(RulingAction.PARDON)))
                .contains(new Effect.SanctionEnded("s"));
    }

    @Test
    void aGrantedAppealAgainstASanctionTakesTheStrikeThatCausedItBack() {
        Review appeal = Items.open(ReviewKind.APPEAL, item -> {
            item.setMessageId(null);
            item.setRoom("");
            item.setSanction("s");
        });
        Background cause = about(new Offence("chat:other", "cause", "c"));

        Answer.Accepted answer = accepted(Resolutions.resolve(appeal, request(ReviewAction.PARDON), ANN, cause, NOW));

        assertThat(answer.effects()).hasSize(2).contains(new Effect.SanctionEnded("s"));
        assertThat(rulings(answer)).singleElement().satisfies(ruled -> {
            assertThat(ruled.key()).isEqualTo("u");
            assertThat(ruled.ruling().getAction()).isEqualTo(RulingAction.PARDON);
            assertThat(ruled.ruling().getRoom()).isEqualTo("chat:other");
            assertThat(ruled.ruling().getMessageId()).isEqualTo("cause");
            assertThat(ruled.ruling().getUser()).isEqualTo("u");
        });
    }

    @Test
    void aSanctionWithoutAMessageIsOnlyEnded() {
        Review appeal = Items.open(ReviewKind.APPEAL, item -> {
            item.setMessageId(null);
            item.setSanction("s");
        });

        assertThat(accepted(resolve(appeal, request(ReviewAction.PARDON), ANN)).effects())
                .containsExactly(new Effect.SanctionEnded("s"));
    }

    @Test
    void theMessageOfAnAppealIsPardonedOnceWhenItCausedTheSanction() {
        Review appeal = Items.open(ReviewKind.APPEAL, item -> item.setSanction("s"));
        Background cause = about(new Offence("chat:r", "m", "c"));

        Answer.Accepted answer = accepted(Resolutions.resolve(appeal, request(ReviewAction.PARDON), ANN, cause, NOW));

        assertThat(rulings(answer)).hasSize(1);
    }

    @Test
    void anAppealAboutWhatIsSomebodyElsesIsOnlyDismissed() {
        Background foreign = new Background(Set.of(), Optional.empty(), Optional.empty(), true);
        Review appeal = Items.open(ReviewKind.APPEAL);

        Answer granted = Resolutions.resolve(appeal, request(ReviewAction.PARDON), LEA, foreign, NOW);
        Answer dismissed = Resolutions.resolve(appeal, request(ReviewAction.DISMISS), LEA, foreign, NOW);

        assertThat(refusal(granted).field()).isEqualTo("action");
        assertThat(accepted(dismissed).effects()).isEmpty();
    }

    @Test
    void anAppealIsNotGrantedAsLongAsNobodyKnowsItsMessage() {
        Review appeal = Items.open(ReviewKind.APPEAL, item -> item.setMessageId(null));

        assertThat(refusal(resolve(appeal, request(ReviewAction.PARDON), ANN)).text())
                .contains("not known");
    }

    @Test
    void theRulingOfADecidedHeldMessageCanBeMadeAgain() {
        Answer.Accepted decided = accepted(resolve(Items.open(ReviewKind.HELD), request(ReviewAction.REMOVE), ANN));

        assertThat(Resolutions.again(decided.review()).stream()).containsExactlyElementsOf(rulings(decided));
        assertThat(Resolutions.again(Items.open(ReviewKind.HELD))).isEmpty();
        assertThat(Resolutions.again(
                        Items.open(ReviewKind.FLAGGED).in(decided.review().state())))
                .isEmpty();
    }

    @Test
    void endingABanByAppealTakesALead() {
        Review appeal = Items.open(ReviewKind.APPEAL, item -> item.setSanction("s"));
        Background ban = new Background(Set.of("bob"), Optional.of(SanctionKind.BAN), Optional.empty(), false);

        assertThat(refusal(Resolutions.resolve(appeal, request(ReviewAction.PARDON), ANN, ban, NOW))
                        .kind())
                .isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(Resolutions.resolve(appeal, request(ReviewAction.PARDON), LEA, ban, NOW))
                .isInstanceOf(Answer.Accepted.class);
    }

    private static Answer resolve(Review review, Request request, Moderator moderator) {
        return Resolutions.resolve(review, request, moderator, Background.NONE, NOW);
    }

    private static Background about(Offence cause) {
        return new Background(Set.of(), Optional.empty(), Optional.of(cause), false);
    }

    private static List<Effect.Ruled> rulings(Answer.Accepted answer) {
        return answer.effects().stream()
                .filter(Effect.Ruled.class::isInstance)
                .map(Effect.Ruled.class::cast)
                .toList();
    }

    private static Request request(ReviewAction action) {
        return new Request(action, "why", Optional.empty());
    }

    private static SanctionOrder order(SanctionKind kind, Duration duration) {
        return new SanctionOrder(kind, "", Optional.of(duration), Duration.ZERO, "");
    }

    private static Answer.Accepted accepted(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Accepted.class);
        return (Answer.Accepted) answer;
    }

    private static Refusal refusal(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).refusal();
    }
}
