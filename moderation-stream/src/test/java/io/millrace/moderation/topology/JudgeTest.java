package io.millrace.moderation.topology;

import static io.millrace.moderation.topology.Partition.ROOM;
import static io.millrace.moderation.topology.Partition.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.conduct.ComparedTexts;
import io.millrace.moderation.conduct.ConductRules;
import io.millrace.moderation.conduct.Flood;
import io.millrace.moderation.conduct.Newcomers;
import io.millrace.moderation.conduct.Repeats;
import io.millrace.moderation.policy.Behaviour;
import io.millrace.moderation.policy.Exemption;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.moderation.raid.RaidRules;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.strike.Ladder;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final String ADVERT = "buy cheap gold at my little shop";
    private static final Duration SLOW = Duration.ofSeconds(30);

    private final Partition partition = new Partition();

    @Test
    void slowModeOfThePolicyTellsHowLongToWait() {
        use(slow());
        partition.say("one");

        after(Duration.ofMillis(12_500));
        partition.say("two");
        partition.say("alice", "chat:other", "elsewhere");
        partition.say("bob", ROOM, "somebody");
        after(Duration.ofMillis(17_500));
        partition.say("three");

        assertThat(partition.refusals()).containsExactly("two 405");
        assertThat(partition.lastRefusal()).isEqualTo("slow mode: wait 18 s");
        assertThat(partition.published()).containsExactly("one", "elsewhere", "somebody", "three");
    }

    @Test
    void slowModeBySanctionNeedsNoRuleCountsEverywhereAndEndsWithIt() {
        partition.restrictions.sanctions.add(sanction(SanctionKind.SLOW, "", START.plusSeconds(20), 60_000));

        partition.say("one");
        partition.say("alice", "chat:other", "two");
        after(Duration.ofSeconds(20));
        partition.say("three");

        assertThat(partition.refusals()).containsExactly("two 405");
        assertThat(partition.lastRefusal()).isEqualTo("slow mode: wait 60 s");
        assertThat(partition.published()).containsExactly("one", "three");
    }

    @Test
    void slowModeBySanctionInOneRoomLeavesTheOthersAlone() {
        partition.restrictions.sanctions.add(sanction(SanctionKind.SLOW, ROOM, null, 60_000));

        partition.say("one");
        partition.say("alice", "chat:other", "two");
        partition.say("three");

        assertThat(partition.refusals()).containsExactly("three 405");
    }

    @Test
    void intervalOfAnyLengthIsSurvivedAndThatOfAnotherKindIsNone() {
        partition.restrictions.sanctions.add(sanction(SanctionKind.UNKNOWN, "", null, 60_000));
        partition.say("one");
        partition.say("two");
        partition.restrictions.sanctions.add(sanction(SanctionKind.SLOW, "", null, Long.MAX_VALUE));
        partition.say("three");

        partition.say("four");

        assertThat(partition.published()).containsExactly("one", "two", "three");
        assertThat(partition.refusals()).containsExactly("four 405");
    }

    @Test
    void repeatedTextIsRefusedByThePolicyInAnyRoom() {
        use(rules(new Repeats(1, Duration.ofMinutes(1), Severity.REFUSE, false), null, null));

        partition.say(ADVERT);
        partition.say("alice", "chat:other", ADVERT);
        partition.say("bob", ROOM, ADVERT);

        assertThat(partition.published()).hasSize(2);
        assertThat(partition.lastRefusal()).isEqualTo("message rejected by moderation: duplicate");
    }

    @Test
    void floodIsHeldAsThePolicySays() {
        use(rules(null, new Flood(100, Duration.ofMinutes(1), Severity.HOLD, false), null));

        partition.sayAgain("a", "a".repeat(80));
        partition.sayAgain("b", "b".repeat(80));

        assertThat(partition.published()).containsExactly("a");
        assertThat(partition.refusals()).containsExactly("b 401");
        assertThat(partition.lastDecision().getReasons())
                .extracting(Reason::getRule)
                .containsExactly("flood");
    }

    @Test
    void newcomersMayNotLinkUntilTheyAreKnown() {
        use(rules(null, null, newcomers(false)));

        partition.say("see http://a.example.com");
        after(Duration.ofDays(1));
        partition.say("now http://a.example.com");

        assertThat(partition.refusals()).containsExactly("see-http://a.example.com 400");
        assertThat(partition.published()).containsExactly("now-http://a.example.com");
    }

    @Test
    void rulesOnTrialAreRecordedAndDecideNothing() {
        use(rules(
                new Repeats(1, Duration.ofMinutes(1), Severity.REFUSE, true),
                new Flood(100, Duration.ofMinutes(1), Severity.REFUSE, true),
                newcomers(true)));
        String text = "see http://a.example.com and " + "x".repeat(60);

        partition.sayAgain("one", text);
        partition.sayAgain("two", text);

        assertThat(partition.published()).containsExactly("one", "two");
        assertThat(partition.lastDecision().getReasons())
                .allMatch(Reason::getTrial)
                .extracting(Reason::getRule)
                .containsExactlyInAnyOrder("duplicate", "flood", "newcomer");
    }

    @Test
    void refusedMessageStartsNoWaitAndIsNoRepetition() {
        use(slow());

        partition.say("refuse this");
        partition.say("fine");

        assertThat(partition.refusals()).containsExactly("refuse-this 400");
        assertThat(partition.published()).containsExactly("fine");
    }

    @Test
    void messageThatFindsNoRoomToWaitStartsNoWait() {
        use(slow());
        for (int i = 0; i < 5; i++) {
            partition.say("hold " + i);
            after(SLOW);
        }
        partition.say("hold 5");
        partition.rule(RulingAction.APPROVE, "hold 0");
        partition.clear();

        partition.say("hold 6");

        assertThat(partition.refusals()).containsExactly("hold-6 401");
    }

    @Test
    void messageReadAgainAfterACrashGetsTheSameAnswerAndIsNotCounted() {
        use(slow());
        long one = partition.say("one");
        long two = partition.say("two");
        String told = partition.lastRefusal();
        partition.restart();
        partition.clear();
        Map<String, byte[]> before = partition.conduct.snapshot();

        partition.readAgain("one", one);
        partition.readAgain("two", two);

        assertThat(partition.published()).containsExactly("one");
        assertThat(partition.refusals()).containsExactly("two 405");
        assertThat(partition.lastRefusal()).isEqualTo(told);
        assertThat(partition.conduct.snapshot()).containsExactlyInAnyOrderEntriesOf(before);
    }

    @Test
    void heldMessageIsCountedWhenACrashLostWhatWasKnownOfItsSender() {
        use(slow());
        Map<String, byte[]> conduct = partition.conduct.snapshot();
        Map<String, byte[]> senders = partition.senders.snapshot();
        long held = partition.say("hold one");
        Map<String, byte[]> counted = partition.senders.snapshot();
        partition.conduct.restore(conduct);
        partition.senders.restore(senders);
        partition.restart();

        partition.readAgain("hold one", held);
        partition.say("two");

        assertThat(partition.refusals()).contains("two 405");
        assertThat(partition.published()).isEmpty();
        assertThat(partition.senders.snapshot().keySet()).isEqualTo(counted.keySet());
    }

    @Test
    void lockedRoomIsClosedToAllWhenNobodyKnowsWhoIsNew() {
        partition.say("before");
        lock(START.plusSeconds(60));

        partition.say("during");
        partition.say("alice", "chat:other", "elsewhere");
        after(Duration.ofSeconds(60));
        partition.say("afterwards");

        assertThat(partition.refusals()).containsExactly("during 403");
        assertThat(partition.lastRefusal()).isEqualTo("room is locked down");
        assertThat(partition.published()).containsExactly("before", "elsewhere", "afterwards");
    }

    @Test
    void lockedRoomIsOpenToThoseWhoAreKnownAndToThoseWhoAreExempt() {
        partition.policy = Partition.policy(
                ScorerUse.OFF, behaviour(rules(null, null, newcomers(false))), new Exemption(Set.of("mia"), Set.of()));
        partition.say("before");
        after(Duration.ofDays(2));
        lock(partition.now.plusSeconds(60));

        partition.say("during");
        partition.say("bob", ROOM, "stranger");
        partition.say("bob", ROOM, "stranger again");
        partition.say("mia", ROOM, "helper");

        assertThat(partition.published()).containsExactly("before", "during", "helper");
        assertThat(partition.refusals()).containsExactly("stranger 403", "stranger-again 403");
    }

    @Test
    void sanctionSilencesUntilItsEndWhereItHoldsAndThoseWhoAreExemptToo() {
        Instant end = START.plusSeconds(60);
        partition.policy = Partition.policy(ScorerUse.OFF, Behaviour.OFF, new Exemption(Set.of("alice"), Set.of()));
        partition.restrictions.sanctions.add(sanction(SanctionKind.TIMEOUT, ROOM, end, 0));

        partition.say("here");
        String told = partition.lastRefusal();
        partition.say("alice", "chat:other", "there");
        after(Duration.ofSeconds(60));
        partition.say("later");

        assertThat(partition.refusals()).containsExactly("here 402");
        assertThat(told).isEqualTo("muted until 2026-03-01T12:01:01Z");
        assertThat(partition.published()).containsExactly("there", "later");
    }

    @Test
    void ofSeveralSanctionsTheOneWithoutEndIsTold() {
        partition.restrictions.sanctions.add(sanction(SanctionKind.TIMEOUT, "", START.plusSeconds(60), 0));
        partition.restrictions.sanctions.add(sanction(SanctionKind.MUTE, "", null, 0));

        partition.say("hello");

        assertThat(partition.lastRefusal()).isEqualTo("muted");
    }

    @Test
    void nobodyIsSanctionedForHavingNoName() {
        partition.restrictions.sanctions.add(Sanction.newBuilder(sanction(SanctionKind.MUTE, "", null, 0))
                .setUser("")
                .build());

        partition.say("", ROOM, "hello");

        assertThat(partition.published()).containsExactly("hello");
    }

    private void use(ConductRules rules) {
        partition.policy = Partition.policy(ScorerUse.OFF, behaviour(rules), Exemption.NOBODY);
    }

    private static Behaviour behaviour(ConductRules rules) {
        return Behaviour.of(rules, Ladder.OFF, RaidRules.OFF);
    }

    private static ConductRules slow() {
        return new ConductRules(SLOW, null, null, null, ComparedTexts.DEFAULT, null, null);
    }

    private static ConductRules rules(
            @Nullable Repeats identical, @Nullable Flood flood, @Nullable Newcomers newcomers) {
        return new ConductRules(Duration.ZERO, identical, null, null, ComparedTexts.DEFAULT, flood, newcomers);
    }

    private static Newcomers newcomers(boolean trial) {
        return new Newcomers(Duration.ofDays(1), Duration.ofDays(90), Severity.REFUSE, null, trial);
    }

    private void lock(Instant until) {
        partition.restrictions.lockdowns.put(ROOM, new Lockdown(ROOM, START, until, "joins", 9, "raid"));
    }

    private static Sanction sanction(SanctionKind kind, String room, @Nullable Instant until, long interval) {
        return new Sanction("s-" + kind, "alice", room, kind, interval, START, until, "", "mod", null);
    }

    private void after(Duration time) {
        partition.now = partition.now.plus(time);
    }
}
