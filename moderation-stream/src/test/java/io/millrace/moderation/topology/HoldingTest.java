package io.millrace.moderation.topology;

import static io.millrace.moderation.topology.Partition.HELD_FOR;
import static io.millrace.moderation.topology.Partition.HOLD;
import static io.millrace.moderation.topology.Partition.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.policy.Exemption;
import io.millrace.moderation.policy.Holds;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoldingTest {

    private final Partition partition = new Partition();

    @Test
    void heldMessageIsShownToModeratorsAndItsSenderIsTold() {
        partition.say("hold");

        assertThat(partition.published()).isEmpty();
        assertThat(partition.refusals()).containsExactly("hold 401");
        ReviewItem item = partition.all(ReviewItem.class).getFirst();
        assertThat(item.getKind()).isEqualTo(ReviewKind.HELD);
        assertThat(item.getData()).isEqualTo(Messages.bytes("\"hold\""));
        assertThat(item.getExpiresAt()).isEqualTo(Partition.START.plus(HELD_FOR));
        ModerationDecision decision = partition.lastDecision();
        assertThat(decision.getVerdict()).isEqualTo(Verdict.HOLD);
        assertThat(decision.getErrorCode()).isEqualTo(401);
        assertThat(decision.getStage()).isEqualTo(Stage.RULES);
    }

    @Test
    void onlyTheSameSenderInTheSameRoomWaitsBehindAHeldMessage() {
        partition.say("hold");

        partition.say("behind");
        partition.say("alice", "chat:other", "elsewhere");
        partition.say("bob", ROOM, "somebody");

        assertThat(partition.published()).containsExactly("elsewhere", "somebody");
        assertThat(partition.refusals()).containsExactly("hold 401", "behind 401");
    }

    @Test
    void approvedMessageIsPublishedBeforeThoseBehindItAndNobodyIsAnsweredTwice() {
        partition.say("hold");
        partition.say("behind");
        partition.clear();

        partition.rule(RulingAction.APPROVE, "hold");

        assertThat(partition.published()).containsExactly("hold", "behind");
        assertThat(partition.publishes()).extracting(Publish::getReplyTo).containsOnlyNulls();
        assertThat(partition.answers()).isEmpty();
        assertThat(partition.decisions()).containsExactly("hold ALLOW PERSON", "behind ALLOW RULES");
        assertThat(partition.all(ModerationDecision.class))
                .extracting(ModerationDecision::getActor)
                .containsExactly("mod", null);
    }

    @Test
    void removedMessageIsDiscardedAndThoseBehindItGo() {
        partition.say("hold");
        partition.say("behind");
        partition.clear();

        partition.rule(RulingAction.REMOVE, "hold");

        assertThat(partition.published()).containsExactly("behind");
        assertThat(partition.answers()).isEmpty();
        assertThat(partition.decisions()).containsExactly("hold DROP PERSON", "behind ALLOW RULES");
        assertThat(partition.retracts()).isEmpty();
    }

    @Test
    void messagesApprovedInTheOtherOrderKeepTheirs() {
        partition.say("hold 1");
        partition.say("hold 2");

        partition.rule(RulingAction.APPROVE, "hold 2");
        assertThat(partition.published()).isEmpty();
        partition.rule(RulingAction.APPROVE, "hold 1");

        assertThat(partition.published()).containsExactly("hold-1", "hold-2");
    }

    @Test
    void nobodyDecidesAndTheMessageIsDropped() {
        partition.say("hold");
        partition.say("behind");

        partition.pass(HELD_FOR.minusMillis(1));
        assertThat(partition.published()).isEmpty();
        partition.pass(Duration.ofMillis(1));

        assertThat(partition.published()).containsExactly("behind");
        assertThat(partition.decisions()).contains("hold DROP DEADLINE");
        assertThat(partition.refusals()).containsExactly("hold 401", "behind 401");
    }

    @Test
    void nobodyDecidesAndTheMessageIsDelivered() {
        partition.policy = Partition.policy(ScorerUse.OFF, new Holds(HELD_FOR, Holds.OnTimeout.DELIVER, 5, false));
        partition.say("hold");

        partition.pass(HELD_FOR);

        assertThat(partition.published()).containsExactly("hold");
        assertThat(partition.decisions()).containsExactly("hold HOLD RULES", "hold ALLOW DEADLINE");
    }

    @Test
    void rulingThatComesTooLateRepeatsWhatWasDecided() {
        partition.say("hold");
        partition.pass(HELD_FOR);
        partition.clear();

        partition.rule(RulingAction.APPROVE, "hold");
        partition.rule(RulingAction.REMOVE, "hold");

        assertThat(partition.decisions()).containsExactly("hold DROP DEADLINE", "hold DROP DEADLINE");
        assertThat(partition.all(io.millrace.schema.chat.RoomCommand.class)).isEmpty();
    }

    @Test
    void approvalThatCameBeforeItsMessageWasHeldAgainCountsWhenItIsRepeated() {
        partition.rule(RulingAction.APPROVE, "hold");
        partition.say("hold");
        List<String> before = partition.published();

        partition.rule(RulingAction.APPROVE, "hold");
        partition.rule(RulingAction.APPROVE, "hold");

        assertThat(before).isEmpty();
        assertThat(partition.published()).containsExactly("hold");
    }

    @Test
    void removalThatIsRepeatedOnlySaysAgainWhatWasDecided() {
        partition.say("hold");
        partition.rule(RulingAction.REMOVE, "hold");
        partition.clear();

        partition.rule(RulingAction.REMOVE, "hold");

        assertThat(partition.decisions()).containsExactly("hold DROP PERSON");
        assertThat(partition.retracts()).isEmpty();
        assertThat(partition.answers()).isEmpty();
    }

    @Test
    void approvalOfAMessageThatIsLongGoneClaimsNothing() {
        partition.say("hold");
        partition.pass(HELD_FOR);
        partition.pass(Duration.ofMinutes(1));
        partition.pass(Duration.ofMinutes(1));
        assertThat(partition.held.approximateNumEntries()).isZero();
        partition.clear();

        partition.rule(RulingAction.APPROVE, "hold");

        assertThat(partition.decisions()).isEmpty();
        assertThat(partition.published()).isEmpty();
    }

    @Test
    void publishedMessageIsTakenBackByARuling() {
        partition.say("hello");
        partition.clear();

        partition.rule(RulingAction.REMOVE, "hello");

        assertThat(partition.retracts()).hasSize(1);
        assertThat(partition.retracts().getFirst().getActor()).isEqualTo("mod");
        assertThat(partition.decisions()).containsExactly("hello RETRACT PERSON");
    }

    @Test
    void placesThatAreToBeBlottedOutAreSoAfterAHoldToo() {
        partition.policy = Partition.policy(ScorerUse.OFF, new Holds(HELD_FOR, Holds.OnTimeout.DELIVER, 5, false));
        partition.say("hold mask");

        partition.pass(HELD_FOR);

        assertThat(partition.publishes()).extracting(Partition::text).containsExactly("\"hold ****\"");
        assertThat(partition.decisions()).contains("hold-mask MASK DEADLINE");
    }

    @Test
    void maskedMessageIsPublishedWithThePlacesBlottedOut() {
        partition.say("a mask b");

        assertThat(partition.publishes()).extracting(Partition::text).containsExactly("\"a **** b\"");
        assertThat(partition.decisions()).containsExactly("a-mask-b MASK RULES");
    }

    @Test
    void droppedAndShadowedMessagesReachNoRoomAndTheirSendersBelieveTheyDid() {
        partition.say("drop");
        partition.say("shadow");

        assertThat(partition.published()).isEmpty();
        assertThat(partition.refusals()).isEmpty();
        assertThat(partition.answers())
                .extracting(answer ->
                        java.util.Objects.requireNonNull(answer.getTaken()).getEcho())
                .satisfiesExactly(
                        dropped -> assertThat(dropped).isNull(),
                        shadowed -> assertThat(shadowed)
                                .extracting(Publish::getReplyTo)
                                .isNull());
        assertThat(partition.decisions()).containsExactly("drop DROP RULES", "shadow SHADOW RULES");
    }

    @Test
    void moreThanMayWaitAreRefusedForNow() {
        for (int i = 0; i < 7; i++) {
            partition.say("hold " + i);
        }

        assertThat(partition.refusals())
                .containsExactly(
                        "hold-0 401",
                        "hold-1 401",
                        "hold-2 401",
                        "hold-3 401",
                        "hold-4 401",
                        "hold-5 404",
                        "hold-6 404");
        assertThat(partition.lastDecision().getErrorCode()).isEqualTo(404);
        assertThat(partition.lastDecision().getVerdict()).isEqualTo(Verdict.BOUNCE);
    }

    @Test
    void senderCannotFillThePartitionByWritingToManyRooms() {
        for (int i = 0; i < 51; i++) {
            partition.say("alice", "chat:room-" + i, "hold " + i);
        }
        partition.say("bob", ROOM, "hold");
        partition.rule("alice", "chat:room-0", RulingAction.REMOVE, "hold 0");
        partition.say("alice", "chat:room-51", "hold 51");

        assertThat(partition.refusals()).contains("hold-49 401", "hold-50 404").endsWith("hold 401", "hold-51 401");
    }

    @Test
    void messageReadAgainWhileItWaitsIsTheSame() {
        long at = partition.say("hold");

        partition.readAgain("hold", at);
        partition.rule(RulingAction.APPROVE, "hold");

        assertThat(partition.published()).containsExactly("hold");
        assertThat(partition.reviews()).containsExactly("hold HELD");
        assertThat(partition.refusals()).containsExactly("hold 401", "hold 401");
    }

    @Test
    void messageReadAgainAfterItsOutcomeGetsItAgain() {
        long approved = partition.say("hold 1");
        long removed = partition.say("hold 2");
        partition.rule(RulingAction.APPROVE, "hold 1");
        partition.rule(RulingAction.REMOVE, "hold 2");
        partition.clear();

        partition.readAgain("hold 1", approved);
        partition.readAgain("hold 2", removed);

        assertThat(partition.published()).containsExactly("hold-1");
        assertThat(partition.refusals()).containsExactly("hold-2 400");
    }

    @Test
    void contentThatIsSentAgainUnderTheSameIdNeverTakesThePlaceOfWhatWasJudged() {
        partition.say("hold");
        partition.sayAgain("hold", "worse");
        partition.rule(RulingAction.APPROVE, "hold");
        partition.sayAgain("hold", "even worse");

        assertThat(partition.publishes()).extracting(Partition::text).containsOnly("\"hold\"");
        assertThat(partition.reviews()).containsExactly("hold HELD");
    }

    @Test
    void answerGoesToWhereTheMessageWasSentFromLast() {
        partition.policy = Partition.policy(HOLD);
        partition.say("hello");
        long again = partition.sayAgain("hello", "hello");

        partition.score("hello", 0.1);

        assertThat(partition.publishes())
                .extracting(Publish::getReplyTo)
                .containsExactly(new ReplyAddress(0, Messages.INCARNATION, again));
    }

    @Test
    void laterMessageThatWaitsDoesNotHoldUpAnEarlierOneThatIsReadAgain() {
        long first = partition.say("hello");
        partition.say("hold");

        partition.readAgain("hello", first);

        assertThat(partition.published()).containsExactly("hello", "hello");
    }

    @Test
    void deadlinesOutcomesAndOrderSurviveARestart() {
        partition.say("hold 1");
        partition.say("hold 2");
        partition.say("behind");
        partition.rule(RulingAction.APPROVE, "hold 1");
        partition.restart();
        partition.clear();

        partition.tick();
        assertThat(partition.published()).containsExactly("hold-1");
        assertThat(partition.reviews()).containsExactly("hold-2 HELD");
        partition.pass(HELD_FOR);

        assertThat(partition.published()).containsExactly("hold-1", "behind");
        assertThat(partition.refusals()).isEmpty();
    }

    @Test
    void releasedMessagesAreGivenAgainInOrderAndBeforeAnythingElse() {
        for (int i = 1; i <= 5; i++) {
            partition.say("hold " + i);
        }
        for (int i = 5; i >= 1; i--) {
            partition.rule(RulingAction.APPROVE, "hold " + i);
        }
        partition.restart();
        partition.clear();

        partition.say("next");

        assertThat(partition.published()).containsExactly("hold-1", "hold-2", "hold-3", "hold-4", "hold-5", "next");
    }

    @Test
    void releaseThatACrashCutOffIsFinished() {
        partition.say("hold 1");
        partition.say("behind");
        Map<String, byte[]> before = partition.held.snapshot();
        partition.rule(RulingAction.APPROVE, "hold 1");
        var settled = java.util.Objects.requireNonNull(partition.held.get(ROOM + "\nhold-1"));
        partition.held.restore(before);
        partition.held.put(ROOM + "\nhold-1", settled);
        partition.restart();
        partition.clear();

        partition.tick();

        assertThat(partition.published()).containsExactly("hold-1", "behind");
    }

    @Test
    void outcomesThatMustHaveBeenWrittenAreForgotten() {
        partition.say("hold");
        partition.rule(RulingAction.APPROVE, "hold");
        for (int i = 0; i < 100; i++) {
            partition.pass(Duration.ofMillis(100));
        }
        partition.restart();
        partition.clear();

        partition.tick();

        assertThat(partition.held.approximateNumEntries()).isZero();
        assertThat(partition.published()).isEmpty();
    }

    @Test
    void outcomeIsNotForgottenBeforeACommitCameBetweenTwoTicks() {
        partition.say("hold");
        partition.rule(RulingAction.APPROVE, "hold");

        partition.pass(Duration.ofMinutes(1));
        assertThat(partition.held.approximateNumEntries()).isOne();
        partition.pass(Duration.ofMillis(100));

        assertThat(partition.held.approximateNumEntries()).isZero();
    }

    @Test
    void senderThatWasBannedMeanwhileIsNotHeardUnlessAModeratorApprovedTheMessage() {
        partition.say("hold");
        partition.say("behind");
        partition.restrictions.sanctions.add(sanction(SanctionKind.BAN));
        partition.clear();

        partition.rule(RulingAction.APPROVE, "hold");

        assertThat(partition.published()).containsExactly("hold");
        assertThat(partition.decisions()).containsExactly("hold ALLOW PERSON", "behind BOUNCE RULES");
        assertThat(partition.lastDecision().getReasons())
                .extracting(Reason::getRule)
                .containsExactly("sanction");
    }

    @Test
    void exemptMessagesKeepTheirOrderToo() {
        partition.say("hold");
        partition.policy = Partition.policy(
                "v2",
                HOLD,
                new Holds(HELD_FOR, Holds.OnTimeout.DROP, 5, false),
                new Exemption(java.util.Set.of("alice"), java.util.Set.of()));

        partition.say("hold refuse");
        assertThat(partition.published()).isEmpty();
        partition.rule(RulingAction.REMOVE, "hold");

        assertThat(partition.published()).containsExactly("hold-refuse");
        assertThat(partition.requests()).isEmpty();
    }

    @Test
    void flaggedMessageThatHadToWaitIsShownWhenItIsPublished() {
        partition.policy = Partition.policy(ScorerUse.OFF, new Holds(HELD_FOR, Holds.OnTimeout.DROP, 5, true));
        partition.say("hold");
        partition.say("flag");
        assertThat(partition.reviews()).containsExactly("hold HELD");

        partition.rule(RulingAction.REMOVE, "hold");

        assertThat(partition.reviews()).containsExactly("hold HELD", "flag FLAGGED");
    }

    @Test
    void nothingIsKeptOfMessagesThatPass() {
        for (String text : List.of("hello", "flag", "mask", "drop", "shadow", "refuse")) {
            partition.say(text);
        }

        assertThat(partition.held.approximateNumEntries()).isZero();
        assertThat(partition.unscored.approximateNumEntries()).isZero();
    }

    private static Sanction sanction(SanctionKind kind) {
        return Sanction.newBuilder()
                .setId("s")
                .setUser("alice")
                .setKind(kind)
                .setFrom(Partition.START)
                .setActor("mod")
                .build();
    }
}
