package io.millrace.moderation.topology;

import static io.millrace.moderation.topology.Partition.AFTER;
import static io.millrace.moderation.topology.Partition.DEADLINE;
import static io.millrace.moderation.topology.Partition.HELD_FOR;
import static io.millrace.moderation.topology.Partition.HOLD;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.policy.Holds;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoringTest {

    private static final Holds SHOWN = new Holds(HELD_FOR, Holds.OnTimeout.DROP, 5, true);

    private final Partition partition = new Partition();

    @Test
    void messageWaitsForItsScoresAndItsSenderIsAnsweredByTheRoom() {
        partition.policy = Partition.policy(HOLD);

        long at = partition.say("hello");
        assertThat(partition.published()).isEmpty();
        assertThat(partition.answers()).isEmpty();
        ScoreRequest request = partition.all(ScoreRequest.class).getFirst();
        assertThat(request.getDeadline()).isEqualTo(Partition.START.plus(DEADLINE));
        assertThat(request.getText()).isEqualTo("hello");
        partition.score("hello", 0.1);

        assertThat(partition.publishes())
                .extracting(Publish::getReplyTo)
                .containsExactly(new ReplyAddress(0, Messages.INCARNATION, at));
        ModerationDecision decision = partition.lastDecision();
        assertThat(decision.getVerdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decision.getStage()).isEqualTo(Stage.SCORER);
        assertThat(decision.getModel()).isEqualTo("m-1");
        assertThat(decision.getScores()).isEqualTo(Map.of("insult", 0.1));
    }

    @Test
    void messageWithABadScoreIsRefused() {
        partition.policy = Partition.policy(HOLD);
        partition.say("hello");

        partition.score("hello", 0.9);

        assertThat(partition.published()).isEmpty();
        assertThat(partition.refusals()).containsExactly("hello 400");
        ModerationDecision decision = partition.lastDecision();
        assertThat(decision.getVerdict()).isEqualTo(Verdict.BOUNCE);
        assertThat(decision.getErrorCode()).isEqualTo(400);
        assertThat(decision.getReasons())
                .containsExactly(new Reason("scorer", "insult", 0.9, null, null, "refuse", false));
    }

    @Test
    void messageWithADoubtfulScoreIsShownToModerators() {
        partition.policy = Partition.policy(HOLD);
        partition.say("hello");

        partition.score("hello", 0.6);
        assertThat(partition.refusals()).containsExactly("hello 401");
        assertThat(partition.reviews()).containsExactly("hello HELD");
        partition.rule(RulingAction.APPROVE, "hello");

        assertThat(partition.publishes()).extracting(Publish::getReplyTo).containsOnlyNulls();
        assertThat(partition.decisions()).containsExactly("hello HOLD SCORER", "hello ALLOW PERSON");
    }

    @Test
    void scoresThatComeInTheOtherOrderDoNotChangeTheOrderOfMessages() {
        partition.policy = Partition.policy(HOLD);
        partition.say("one");
        partition.say("two");

        partition.score("two", 0.1);
        assertThat(partition.published()).isEmpty();
        partition.score("one", 0.1);

        assertThat(partition.published()).containsExactly("one", "two");
    }

    @Test
    void messageWithoutAnswerGoesAndIsScoredLater() {
        partition.policy = Partition.policy(HOLD);
        partition.say("hello");

        partition.pass(DEADLINE);

        assertThat(partition.published()).containsExactly("hello");
        assertThat(partition.requests()).containsExactly("hello true 0", "hello false 0");
        assertThat(partition.lastDecision().getStage()).isEqualTo(Stage.DEADLINE);
        assertThat(partition.lastDecision().getModel()).isEqualTo("absent");
        partition.score("hello", 0.9);
        assertThat(partition.retracts()).hasSize(1);
    }

    @Test
    void messageWithoutAnswerWaitsForAModeratorWhereThePolicySaysSo() {
        partition.policy = Partition.policy(Partition.scorer(ScorerUse.Mode.HOLD, ScorerUse.WhenDown.HOLD));
        partition.say("hello");

        partition.pass(DEADLINE);

        assertThat(partition.refusals()).containsExactly("hello 401");
        assertThat(partition.decisions()).containsExactly("hello HOLD DEADLINE");
    }

    @Test
    void messageSentTwiceIsNotDroppedAsSoonAsItIsHeld() {
        partition.policy = Partition.policy(
                Partition.scorer(ScorerUse.Mode.HOLD, ScorerUse.WhenDown.HOLD),
                new Holds(HELD_FOR, Holds.OnTimeout.DELIVER, 5, false));
        partition.say("hello");
        partition.sayAgain("hello", "hello");

        partition.pass(DEADLINE);
        partition.tick();

        assertThat(partition.published()).isEmpty();
        assertThat(partition.decisions()).containsExactly("hello HOLD DEADLINE");
    }

    @Test
    void messageWithoutAnswerIsRefusedForNowWhereThePolicySaysSoAndMayBeSentAgain() {
        partition.policy = Partition.policy(Partition.scorer(ScorerUse.Mode.HOLD, ScorerUse.WhenDown.BLOCK));
        partition.say("hello");

        partition.pass(DEADLINE);
        assertThat(partition.refusals()).containsExactly("hello 404");
        assertThat(partition.lastDecision().getErrorCode()).isEqualTo(404);
        partition.sayAgain("hello", "hello");
        partition.score("hello", 0.1);

        assertThat(partition.published()).containsExactly("hello");
    }

    @Test
    void errorAnswerIsAsGoodAsNone() {
        partition.policy = Partition.policy(HOLD);
        partition.say("hello");

        partition.fail("hello");

        assertThat(partition.published()).containsExactly("hello");
        assertThat(partition.decisions()).containsExactly("hello ALLOW SCORER");
        assertThat(partition.lastDecision().getModel()).isEqualTo("absent");
    }

    @Test
    void scoreThatIsNoNumberIsAnErrorAndNotHarmless() {
        partition.policy = Partition.policy(Partition.scorer(ScorerUse.Mode.HOLD, ScorerUse.WhenDown.BLOCK));
        partition.say("hello");

        partition.score("hello", Double.NaN);

        assertThat(partition.published()).isEmpty();
        assertThat(partition.refusals()).containsExactly("hello 404");
    }

    @Test
    void messagesStopWaitingForAModelThatDoesNotAnswerAndTryAgainLater() {
        partition.policy = Partition.policy(HOLD);
        for (int i = 0; i < 5; i++) {
            partition.say("bob", Partition.ROOM, "m" + i);
        }
        partition.pass(DEADLINE);
        partition.clear();

        partition.say("at once");
        assertThat(partition.published()).containsExactly("at-once");
        assertThat(partition.lastDecision().getModel()).isEqualTo("absent");
        assertThat(partition.requests()).containsExactly("at-once false 0");
        partition.pass(Duration.ofSeconds(10));
        partition.say("waits");

        assertThat(partition.published()).containsExactly("at-once");
    }

    @Test
    void answersThatComeTooLateDoNotMakeMessagesWaitAgain() {
        partition.policy = Partition.policy(HOLD);
        for (int i = 0; i < 5; i++) {
            partition.say("bob", Partition.ROOM, "m" + i);
        }
        var late = partition.answerTo("m0").setScores(Map.of("insult", 0.1)).build();
        partition.pass(DEADLINE);
        partition.answer(late);

        partition.say("at once");

        assertThat(partition.published()).contains("at-once");
    }

    @Test
    void messageThatIsScoredAfterwardsIsPublishedAtOnce() {
        partition.policy = Partition.policy(AFTER);

        partition.say("hello");
        assertThat(partition.published()).containsExactly("hello");
        partition.score("hello", 0.9);

        assertThat(partition.retracts()).hasSize(1);
        assertThat(partition.retracts().getFirst().getReason()).isEqualTo("scorer: insult");
        assertThat(partition.decisions()).containsExactly("hello ALLOW RULES", "hello RETRACT SCORER");
        assertThat(partition.unscored.approximateNumEntries()).isZero();
    }

    @Test
    void lateRetractionIsShownToModeratorsToo() {
        partition.policy = Partition.policy(AFTER);
        partition.say("soon");
        partition.say("late");

        partition.pass(Duration.ofSeconds(5));
        partition.score("soon", 0.9);
        partition.pass(Duration.ofSeconds(10));
        partition.score("late", 0.9);

        assertThat(partition.retracts()).hasSize(2);
        assertThat(partition.reviews()).containsExactly("late FLAGGED");
        assertThat(partition.all(ReviewItem.class).getLast().getAt())
                .isEqualTo(partition.all(ScoreRequest.class).getLast().getSubmittedAt());
    }

    @Test
    void doubtfulMessageThatWasPublishedIsShownToModeratorsAndStays() {
        partition.policy = Partition.policy(AFTER);
        partition.say("hello");

        partition.score("hello", 0.6);

        assertThat(partition.retracts()).isEmpty();
        assertThat(partition.reviews()).containsExactly("hello FLAGGED");
    }

    @Test
    void flaggedMessageIsShownOnlyWhereThePolicySaysSo() {
        partition.policy = Partition.policy(AFTER);
        partition.say("one");
        partition.score("one", 0.3);
        assertThat(partition.reviews()).isEmpty();

        partition.policy = Partition.policy(AFTER, SHOWN);
        partition.say("two");
        partition.score("two", 0.3);

        assertThat(partition.reviews()).containsExactly("two FLAGGED");
    }

    @Test
    void modelThatIsOnlyTriedOutDecidesNothing() {
        for (ScorerUse.Mode mode : new ScorerUse.Mode[] {ScorerUse.Mode.HOLD, ScorerUse.Mode.AFTER}) {
            partition.policy = Partition.policy(
                    new ScorerUse(mode, DEADLINE, ScorerUse.WhenDown.OPEN, HOLD.labels(), true), SHOWN);

            partition.say("hello " + mode);
            partition.score("hello " + mode, 0.9);

            assertThat(partition.lastDecision().getVerdict()).isEqualTo(Verdict.ALLOW);
            assertThat(partition.lastDecision().getReasons())
                    .extracting(Reason::getTrial)
                    .containsExactly(true);
        }
        assertThat(partition.published()).containsExactly("hello-HOLD", "hello-AFTER");
        assertThat(partition.retracts()).isEmpty();
        assertThat(partition.reviews()).isEmpty();
    }

    @Test
    void decisionAfterwardsStillTellsWhatTheRulesDid() {
        partition.policy = Partition.policy(AFTER);
        partition.say("mask");

        partition.score("mask", 0.3);

        assertThat(partition.decisions()).containsExactly("mask MASK RULES", "mask MASK SCORER");
        assertThat(partition.lastDecision().getReasons())
                .extracting(Reason::getRule)
                .containsExactly("blocklist", "scorer");
    }

    @Test
    void requestThatFailedIsMadeAgainWithGrowingPauses() {
        partition.policy = Partition.policy(AFTER);
        partition.say("hello");

        for (int attempt = 0; attempt < 10; attempt++) {
            assertThat(partition.requests()).hasSize(attempt + 1);
            partition.fail("hello");
            partition.pass(Duration.ofSeconds(11));
            assertThat(partition.requests()).hasSize(attempt + 1);
            partition.pass(Duration.ofMinutes(45));
        }

        assertThat(partition.requests()).hasSize(10).last().isEqualTo("hello false 9");
        assertThat(partition.unscored.approximateNumEntries()).isZero();
    }

    @Test
    void anotherTextUnderTheSameIdDoesNotReplaceTheOneThatIsToBeScored() {
        partition.policy = Partition.policy(AFTER);
        partition.sayAgain("same", "abuse");
        partition.sayAgain("same", "hello");

        assertThat(partition.all(ScoreRequest.class))
                .extracting(ScoreRequest::getText)
                .containsExactly("abuse", "abuse");
    }

    @Test
    void errorThatComesTwiceIsAskedAboutOnce() {
        partition.policy = Partition.policy(AFTER);
        partition.say("hello");
        partition.fail("hello");
        partition.fail("hello");
        partition.clear();

        partition.pass(Duration.ofMinutes(1));
        partition.pass(Duration.ofMinutes(1));

        assertThat(partition.requests()).containsExactly("hello false 1");
    }

    @Test
    void errorThatComesAfterTheScoresDoesNotTakeTheVerdictBack() {
        partition.policy = Partition.policy(AFTER);
        partition.say("hello");
        var error = partition.answerTo("hello").setError("late").build();
        partition.score("hello", 0.9);

        partition.answer(error);

        assertThat(partition.lastDecision().getVerdict()).isEqualTo(Verdict.RETRACT);
    }

    @Test
    void scoresThatComeTwiceTakeTheMessageBackUnderTheSameId() {
        partition.policy = Partition.policy(AFTER);
        partition.say("hello");
        partition.score("hello", 0.9);
        partition.score("hello", 0.9);

        assertThat(partition.retracts())
                .hasSize(2)
                .containsOnly(partition.retracts().getFirst());
    }

    @Test
    void messageThatWaitsForItsTurnIsScoredMeanwhileAndNotTakenBackTooEarly() {
        partition.policy = Partition.policy(AFTER);
        partition.say("hold");
        partition.say("bad");
        assertThat(partition.requests()).containsExactly("bad false 0");

        partition.score("bad", 0.9);
        partition.rule(RulingAction.APPROVE, "hold");

        assertThat(partition.published()).containsExactly("hold");
        assertThat(partition.retracts()).isEmpty();
        assertThat(partition.decisions()).contains("bad BOUNCE SCORER");
        assertThat(partition.refusals()).containsExactly("hold 401", "bad 401");
    }

    @Test
    void moderatorsWordCountsMoreThanScoresThatComeLater() {
        partition.policy = Partition.policy(AFTER);
        partition.say("hold");
        partition.say("bad");
        partition.rule(RulingAction.APPROVE, "bad");

        partition.score("bad", 0.9);
        partition.rule(RulingAction.APPROVE, "hold");

        assertThat(partition.published()).containsExactly("hold", "bad");
    }

    @Test
    void policyThatChangesWhileAMessageWaitsIsTheOneThatCounts() {
        partition.policy = Partition.policy(HOLD);
        partition.say("hello");

        partition.policy = Partition.policy(
                "v2",
                new ScorerUse(ScorerUse.Mode.OFF, DEADLINE, ScorerUse.WhenDown.BLOCK, Map.of()),
                SHOWN,
                io.millrace.moderation.policy.Exemption.NOBODY);
        partition.pass(DEADLINE);

        assertThat(partition.refusals()).containsExactly("hello 404");
        assertThat(partition.lastDecision().getPolicyVersion()).isEqualTo("v2");
    }

    @Test
    void answerForAMessageThatNobodyKnowsOrThatIsHeldChangesNothing() {
        partition.policy = Partition.policy(HOLD);
        partition.say("hello");
        partition.score("hello", 0.6);
        partition.clear();

        partition.policy = Partition.policy(AFTER);
        partition.say("bob", Partition.ROOM, "other");
        var unknown = partition.answerTo("other");
        partition.clear();
        partition.answer(unknown.setHeld(true).setScores(Map.of("insult", 0.9)).build());
        partition.answer(unknown.setMessageId("hello").setUser("alice").build());

        assertThat(partition.decisions()).isEmpty();
        assertThat(partition.answers()).isEmpty();
        assertThat(partition.published()).isEmpty();
    }

    @Test
    void requestsThatWaitForTheirTimeSurviveARestart() {
        partition.policy = Partition.policy(AFTER);
        partition.say("hello");
        partition.fail("hello");
        partition.restart();

        partition.pass(Duration.ofMinutes(1));

        assertThat(partition.requests()).containsExactly("hello false 0", "hello false 1");
    }

    @Test
    void requestThatNobodyEverAnswersIsForgotten() {
        partition.policy = Partition.policy(AFTER);
        partition.say("hello");

        partition.pass(Duration.ofDays(8));

        assertThat(partition.unscored.approximateNumEntries()).isZero();
    }

    @Test
    void messageWithoutTextIsNotSentToTheModel() {
        partition.policy = Partition.policy(HOLD);

        partition.sayAgain("m", "");

        assertThat(partition.requests()).isEmpty();
        assertThat(partition.published()).hasSize(1);
    }
}
