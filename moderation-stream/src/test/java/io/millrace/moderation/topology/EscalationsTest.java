package io.millrace.moderation.topology;

import static io.millrace.moderation.topology.Partition.AFTER;
import static io.millrace.moderation.topology.Partition.HOLD;
import static io.millrace.moderation.topology.Partition.ROOM;
import static io.millrace.moderation.topology.Partition.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.conduct.ConductRules;
import io.millrace.moderation.policy.Behaviour;
import io.millrace.moderation.policy.Exemption;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.moderation.raid.RaidRules;
import io.millrace.moderation.strike.Ladder;
import io.millrace.moderation.strike.Step;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EscalationsTest {

    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final String WARNED = "message rejected by moderation: blocklist; this is a warning";

    private final Partition partition = new Partition();

    EscalationsTest() {
        use(ScorerUse.OFF);
    }

    @Test
    void ladderIsClimbedByRefusedMessages() {
        partition.say("refuse 1");
        String first = partition.lastRefusal();
        partition.say("refuse 2");
        partition.say("refuse 3");
        partition.say("refuse 4");

        assertThat(first).isEqualTo(WARNED);
        assertThat(partition.lastRefusal()).isEqualTo("message rejected by moderation: blocklist");
        List<Sanction> given = partition.all(Sanction.class);
        assertThat(given)
                .extracting(Sanction::getKind)
                .containsExactly(SanctionKind.SLOW, SanctionKind.TIMEOUT, SanctionKind.MUTE);
        assertThat(given).extracting(Sanction::getUser).containsOnly("alice");
        assertThat(given).extracting(Sanction::getRoom).containsOnly("");
        assertThat(given.get(0).getIntervalMillis()).isEqualTo(30_000);
        assertThat(given.get(1).getUntil()).isEqualTo(START.plus(SHORT));
        assertThat(given.get(1).getCause()).isEqualTo("refuse-3");
        assertThat(given.get(2).getUntil()).isNull();
    }

    @Test
    void sanctionIsTheSameWhenItsMessageIsReadAgain() {
        partition.say("refuse 1");
        partition.say("refuse 2");
        long third = partition.say("refuse 3");
        List<Sanction> given = partition.all(Sanction.class);
        partition.restart();
        partition.clear();

        partition.readAgain("refuse 3", third);

        assertThat(partition.all(Sanction.class)).containsExactly(given.getLast());
        assertThat(partition.refusals()).containsExactly("refuse-3 400");
    }

    @Test
    void messagesUpToTheOneThatLedToASanctionAreJudgedWithoutItWhenTheyAreReadAgain() {
        long fine = partition.say("fine");
        partition.say("refuse 1");
        partition.say("refuse 2");
        long third = partition.say("refuse 3");
        partition.followSanctions();
        partition.restart();
        partition.clear();

        partition.readAgain("fine", fine);
        partition.readAgain("refuse 3", third);
        partition.now = partition.now.plusMillis(1);
        partition.say("later");

        assertThat(partition.published()).containsExactly("fine");
        assertThat(partition.refusals()).containsExactly("refuse-3 400", "later 402");
    }

    @Test
    void refusedMessagesUnderOneIdAreStrikesOfTheirOwnAMinuteApart() {
        for (int i = 1; i <= 3; i++) {
            partition.sayAgain("same", "refuse " + i);
            partition.now = partition.now.plus(Duration.ofMinutes(2));
        }

        assertThat(partition.all(Sanction.class))
                .extracting(Sanction::getKind)
                .containsExactly(SanctionKind.SLOW, SanctionKind.TIMEOUT);
    }

    @Test
    void warningIsToldAgainWhenItsMessageIsReadAgain() {
        long first = partition.say("refuse 1");
        partition.clear();

        partition.readAgain("refuse 1", first);

        assertThat(partition.lastRefusal()).isEqualTo(WARNED);
    }

    @Test
    void banIsOnlyProposed() {
        for (int i = 1; i <= 5; i++) {
            partition.say("refuse " + i);
        }

        assertThat(partition.all(ReviewItem.class)).singleElement().satisfies(item -> {
            assertThat(item.getKind()).isEqualTo(ReviewKind.BAN_PROPOSAL);
            assertThat(item.getUser()).isEqualTo("alice");
            assertThat(item.getMessageId()).isEqualTo("refuse-5");
        });
        assertThat(partition.all(Sanction.class)).extracting(Sanction::getKind).doesNotContain(SanctionKind.BAN);
    }

    @Test
    void whoHasNoNameOrIsExemptGetsNoStrikes() {
        partition.policy = Partition.policy(ScorerUse.OFF, ladder(), new Exemption(Set.of("mia"), Set.of()));
        for (int i = 1; i <= 3; i++) {
            partition.say("", ROOM, "refuse " + i);
            partition.say("mia", ROOM, "refuse as mia " + i);
            partition.rule("mia", ROOM, RulingAction.REMOVE, "refuse as mia " + i);
            partition.rule("", ROOM, RulingAction.REMOVE, "refuse " + i);
        }

        assertThat(partition.strikes.approximateNumEntries()).isZero();
        assertThat(partition.all(Sanction.class)).isEmpty();
    }

    @Test
    void suspicionWeighsNothingAndWhatIsMaskedHalf() {
        partition.say("flag");
        partition.say("hold");
        assertThat(partition.strikes.approximateNumEntries()).isZero();

        partition.say("bob", ROOM, "mask 1");
        partition.say("bob", ROOM, "mask 2");
        partition.say("bob", ROOM, "mask 3");
        partition.say("bob", ROOM, "drop");

        assertThat(partition.all(Sanction.class)).extracting(Sanction::getKind).containsExactly(SanctionKind.SLOW);
    }

    @Test
    void pardonEndsTheSanctionAndTakesTheStrikeBack() {
        partition.say("refuse 1");
        partition.say("refuse 2");
        String id = partition.all(Sanction.class).getFirst().getId();

        partition.rule(RulingAction.PARDON, "refuse 2");
        partition.clear();
        partition.say("refuse 3");

        assertThat(partition.ended).containsExactly(id);
        assertThat(partition.all(Sanction.class))
                .singleElement()
                .satisfies(again -> assertThat(again.getKind()).isEqualTo(SanctionKind.SLOW));
    }

    @Test
    void pardonOfAnotherUserForTheSameMessageEndsNothing() {
        partition.say("refuse 1");
        partition.say("refuse 2");
        String id = partition.all(Sanction.class).getFirst().getId();

        partition.rule("mallory", ROOM, RulingAction.PARDON, "refuse 2");
        partition.clear();

        assertThat(partition.ended).hasSize(1).doesNotContain(id);
    }

    @Test
    void pardonThatIsReadAgainEndsTheSanctionAgain() {
        partition.say("refuse 1");
        partition.say("refuse 2");

        partition.rule(RulingAction.PARDON, "refuse 2");
        partition.restart();
        partition.rule(RulingAction.PARDON, "refuse 2");
        partition.clear();

        assertThat(partition.ended).hasSize(2).containsOnly(partition.ended.getFirst());
    }

    @Test
    void removalByAPersonIsAStrikeOnce() {
        partition.say("hello 1");
        partition.say("hello 2");
        partition.clear();

        partition.rule(RulingAction.REMOVE, "hello 1");
        partition.rule(RulingAction.REMOVE, "hello 1");
        assertThat(partition.all(Sanction.class)).isEmpty();
        partition.rule(RulingAction.REMOVE, "hello 2");

        assertThat(partition.all(Sanction.class)).extracting(Sanction::getCause).containsExactly("hello-2");
    }

    @Test
    void laterReproachForTheSameMessageNeitherProlongsASanctionNorBringsItBack() {
        partition.say("refuse 1");
        partition.say("mask 2");
        partition.say("mask 3");
        assertThat(partition.all(Sanction.class)).extracting(Sanction::getCause).containsExactly("mask-3");

        partition.now = partition.now.plusSeconds(60);
        partition.rule(RulingAction.REMOVE, "mask 3");

        assertThat(partition.all(Sanction.class)).hasSize(1);
        assertThat(partition.retracts()).hasSize(1);
    }

    @Test
    void whatTheLargerModelRefusesIsAStrikeBeforeAndAfterPublicationAndOnce() {
        use(HOLD);
        partition.say("bad 1");
        partition.score("bad 1", 0.9);
        use(AFTER);
        partition.say("bad 2");
        partition.score("bad 2", 0.9);
        partition.now = partition.now.plusSeconds(1);
        partition.score("bad 2", 0.9);
        partition.rule(RulingAction.REMOVE, "bad 2");

        assertThat(partition.all(Sanction.class)).extracting(Sanction::getKind).containsExactly(SanctionKind.SLOW);
    }

    private void use(ScorerUse scorer) {
        partition.policy = Partition.policy(scorer, ladder(), Exemption.NOBODY);
    }

    private static Behaviour ladder() {
        List<Step> steps = List.of(
                Step.warn(1),
                Step.slow(2, Duration.ofMinutes(10), Duration.ofSeconds(30)),
                Step.timeout(3, SHORT),
                Step.mute(4, Duration.ZERO),
                Step.banProposal(5));
        return Behaviour.of(ConductRules.OFF, new Ladder(Duration.ofDays(3), steps, Map.of(), Map.of()), RaidRules.OFF);
    }
}
