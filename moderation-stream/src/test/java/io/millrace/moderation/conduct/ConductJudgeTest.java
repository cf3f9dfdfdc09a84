package io.millrace.moderation.conduct;

import static io.millrace.moderation.conduct.Sender.NOON;
import static io.millrace.moderation.conduct.Sender.repeats;
import static io.millrace.moderation.conduct.Sender.slowMode;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConductJudgeTest {

    private static final String LOBBY = "chat:lobby";
    private static final String GAMES = "chat:games";
    private static final String ADVERT = "Join my server for free skins, link in my profile";
    private static final String VARIED = "join my server for free skins -- link in my profile!!!";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void slowModeTellsHowLongToWaitAndLetsPassAfterThat() {
        Sender sender = new Sender(slowMode(Duration.ofSeconds(30)));

        assertThat(sender.says(LOBBY, "one", NOON)).isEmpty();
        List<Hit> tooSoon = sender.says(LOBBY, "two", NOON + 12_500);
        List<Hit> waited = sender.says(LOBBY, "two", NOON + 30_000);

        assertThat(tooSoon).singleElement().satisfies(hit -> {
            assertThat(hit.rule()).isEqualTo(RuleId.SLOW_MODE);
            assertThat(hit.told().code()).isEqualTo(405);
            assertThat(hit.told().reason()).isEqualTo("slow mode: wait 18 s");
        });
        assertThat(waited).isEmpty();
    }

    @Test
    void slowModeCountsEachRoomForItselfAndASanctionEverywhereCountsAll() {
        Sender free = new Sender(slowMode(Duration.ofSeconds(30)));
        Sender sanctioned = new Sender(ConductRules.OFF).sanctioned(new SlowMode(0, 30_000));

        free.says(LOBBY, "one", NOON);
        sanctioned.says(LOBBY, "one", NOON);

        assertThat(free.says(GAMES, "two", NOON + 1)).isEmpty();
        assertThat(sanctioned.says(GAMES, "two", NOON + 1)).hasSize(1);
    }

    @Test
    void longerOfRoomAndSanctionCounts() {
        Sender sender = new Sender(slowMode(Duration.ofSeconds(5))).sanctioned(new SlowMode(60_000, 0));

        sender.says(LOBBY, "one", NOON);

        assertThat(sender.says(LOBBY, "two", NOON + 10_000)).hasSize(1);
    }

    @Test
    void messageThatAnotherRuleRefusesStartsNoWait() {
        Sender sender = new Sender(slowMode(Duration.ofSeconds(30)));

        sender.saysInVain(LOBBY, "something bad", NOON);

        assertThat(sender.says(LOBBY, "something good", NOON + 1)).isEmpty();
    }

    @Test
    void sameTextIsRefusedFromTheLimitOnUntilTheWindowIsOver() {
        Sender sender = new Sender(rules(repeats(2, MINUTE), null, null));

        assertThat(sender.says(LOBBY, ADVERT, NOON)).isEmpty();
        assertThat(sender.says(GAMES, ADVERT, NOON + 1)).isEmpty();
        assertThat(sender.says(LOBBY, ADVERT, NOON + 2))
                .containsExactly(new Hit(RuleId.DUPLICATE, "identical", null, Severity.REFUSE));
        assertThat(sender.says(LOBBY, VARIED.replace("!!!", " please"), NOON + 3))
                .isEmpty();
        assertThat(sender.says(LOBBY, ADVERT, NOON + 2 + 60_000)).isEmpty();
    }

    @Test
    void whoRepeatsItselfWithoutPauseStaysRefused() {
        Sender sender = new Sender(rules(repeats(2, MINUTE), null, null));

        int taken = 0;
        for (int second = 0; second < 600; second += 10) {
            taken += sender.says(LOBBY, ADVERT, NOON + second * 1000L).isEmpty() ? 1 : 0;
        }

        assertThat(taken).isEqualTo(2);
    }

    @Test
    void nearlyTheSameTextIsFoundWithoutRefusingWhenOnlyFlagged() {
        Repeats flagged = new Repeats(1, MINUTE, Severity.FLAG, false);
        Sender sender = new Sender(rules(null, flagged, null));

        sender.says(LOBBY, ADVERT, NOON);

        assertThat(sender.says(LOBBY, VARIED, NOON + 1))
                .containsExactly(new Hit(RuleId.DUPLICATE, "similar", null, Severity.FLAG));
        assertThat(sender.says(LOBBY, "what a lovely evening it has been", NOON + 2))
                .isEmpty();
    }

    @Test
    void sameTextInManyRoomsIsACrossPost() {
        Sender sender = new Sender(rules(null, null, repeats(2, MINUTE)));

        assertThat(sender.says("chat:a", ADVERT, NOON)).isEmpty();
        assertThat(sender.says("chat:a", ADVERT, NOON + 1)).isEmpty();
        assertThat(sender.says("chat:b", VARIED, NOON + 2)).isEmpty();
        assertThat(sender.says("chat:c", ADVERT, NOON + 3))
                .containsExactly(new Hit(RuleId.DUPLICATE, "rooms", null, Severity.REFUSE));
    }

    @Test
    void shortAndAllowedTextsMayBeRepeated() {
        ComparedTexts texts = new ComparedTexts(12, 12, List.of("Welcome to the show!"));
        ConductRules rules = new ConductRules(
                Duration.ZERO, repeats(1, MINUTE), repeats(1, MINUTE), repeats(1, MINUTE), texts, null, null);
        Sender sender = new Sender(rules);

        for (int i = 0; i < 40; i++) {
            assertThat(sender.says("chat:" + i, i % 2 == 0 ? "lol" : "welcome to the  SHOW", NOON + i))
                    .isEmpty();
        }
    }

    @Test
    void textRefusedForItsTimeIsNoRepetitionWhenItComesAgain() {
        ConductRules rules = new ConductRules(
                Duration.ofSeconds(10), repeats(1, MINUTE), null, null, ComparedTexts.DEFAULT, null, null);
        Sender sender = new Sender(rules);

        sender.says(LOBBY, "what a lovely evening it has been", NOON);
        for (int i = 1; i < 10; i++) {
            assertThat(sender.says(LOBBY, ADVERT, NOON + i))
                    .extracting(Hit::rule)
                    .containsExactly(RuleId.SLOW_MODE);
        }

        assertThat(sender.says(LOBBY, ADVERT, NOON + 10_000)).isEmpty();
    }

    @Test
    void charactersAboveTheBucketAreRefusedAndFlowInAgain() {
        Sender sender = new Sender(flood(new Flood(100, Duration.ofSeconds(10), Severity.REFUSE, false)));

        assertThat(sender.says(LOBBY, "x".repeat(60), NOON)).isEmpty();
        assertThat(sender.says(LOBBY, "y".repeat(60), NOON + 1_900))
                .containsExactly(new Hit(RuleId.FLOOD, "characters", null, Severity.REFUSE));
        assertThat(sender.says(LOBBY, "y".repeat(60), NOON + 2_000)).isEmpty();
    }

    @Test
    void textLongerThanTheBucketIsTakenByAFullOne() {
        Sender sender = new Sender(flood(new Flood(100, Duration.ofSeconds(10), Severity.REFUSE, false)));

        assertThat(sender.says(LOBBY, "x".repeat(5_000), NOON)).isEmpty();
        assertThat(sender.says(LOBBY, "x".repeat(5_000), NOON + 9_999)).hasSize(1);
        assertThat(sender.says(LOBBY, "x".repeat(5_000), NOON + 10_000)).isEmpty();
    }

    @Test
    void ruleOnTrialSaysSoAndTheMessageCounts() {
        Sender sender = new Sender(rules(new Repeats(1, MINUTE, Severity.REFUSE, true), null, null));

        sender.says(LOBBY, ADVERT, NOON);
        List<Hit> second = sender.says(LOBBY, ADVERT, NOON + 1);

        assertThat(second).singleElement().satisfies(hit -> {
            assertThat(hit.trial()).isTrue();
            assertThat(hit.refuses()).isFalse();
        });
    }

    @Test
    void senderIsNewForAWhileAfterItsFirstMessageAndAgainAfterALongSilence() {
        Newcomers newcomers = new Newcomers(Duration.ofDays(1), Duration.ofDays(30), Severity.HOLD, null, false);
        Sender sender =
                new Sender(new ConductRules(Duration.ZERO, null, null, null, ComparedTexts.DEFAULT, null, newcomers));
        long day = Duration.ofDays(1).toMillis();

        assertThat(sender.isNewcomer(NOON)).isTrue();
        sender.says(LOBBY, "hello", NOON);
        assertThat(sender.isNewcomer(NOON + day - 1)).isTrue();
        assertThat(sender.isNewcomer(NOON + day)).isFalse();
        sender.says(LOBBY, "hello", NOON + 10 * day);
        assertThat(sender.isNewcomer(NOON + 40 * day - 1)).isFalse();
        assertThat(sender.isNewcomer(NOON + 40 * day)).isTrue();
    }

    @Test
    void messageReadAgainGetsItsAnswerAgainAndChangesNothing() {
        Sender sender = new Sender(rules(repeats(1, MINUTE), null, null));
        sender.says(LOBBY, ADVERT, NOON);
        List<Hit> refused = sender.says(LOBBY, ADVERT, NOON + 1);
        sender.says(LOBBY, "what a lovely evening it has been", NOON + 2);
        sender.stored();

        ConductVerdict first = sender.again(LOBBY, ADVERT, 0, NOON);
        ConductVerdict second = sender.again(LOBBY, ADVERT, 1, NOON + 1);

        assertThat(first.hits()).isEmpty();
        assertThat(second.hits()).isEqualTo(refused);
        assertThat(second.after(true)).isSameAs(sender.conduct());
        assertThat(second.isRepeat()).isTrue();
    }

    @Test
    void refusalOfLongAgoIsNotForgottenByAFlood() {
        Sender sender = new Sender(rules(repeats(1, MINUTE), null, null));
        sender.says(LOBBY, ADVERT, NOON);
        for (int i = 1; i <= 100; i++) {
            sender.says(LOBBY, ADVERT, NOON + i);
        }

        for (int i = 1; i <= 100; i++) {
            assertThat(sender.again(LOBBY, ADVERT, i, NOON + i).hits()).hasSize(1);
        }
    }

    @Test
    void topicMadeAnewStartsOver() {
        Sender sender = new Sender(rules(repeats(1, MINUTE), null, null));
        sender.says(LOBBY, ADVERT, NOON);
        sender.says(LOBBY, ADVERT, NOON + 1);

        ConductVerdict verdict = sender.again(LOBBY, "what a lovely evening it has been", 0, NOON + 2);

        assertThat(verdict.isRepeat()).isFalse();
        assertThat(verdict.hits()).isEmpty();
    }

    @Test
    void silentSenderIsKeptInASmallFormAndThenForgotten() {
        Newcomers newcomers = new Newcomers(Duration.ofDays(1), Duration.ofDays(30), Severity.HOLD, null, false);
        Sender sender = new Sender(new ConductRules(
                Duration.ZERO, repeats(3, MINUTE), null, null, ComparedTexts.DEFAULT, null, newcomers));
        for (int i = 0; i < 40; i++) {
            sender.says(LOBBY, "this is the message with the number " + i * 7919, NOON + i);
        }
        Conduct busy = sender.conduct();

        Conduct resting = busy.worthKeeping(busy.nextChangeAt());

        assertThat(busy.toBytes()).hasSizeBetween(700, 1_300);
        assertThat(busy.worthKeeping(busy.nextChangeAt() - 1)).isSameAs(busy);
        assertThat(resting).isNotNull().satisfies(small -> {
            assertThat(small.toBytes()).hasSizeLessThan(100);
            assertThat(small.worthKeeping(small.nextChangeAt() - 1)).isSameAs(small);
            assertThat(small.worthKeeping(small.nextChangeAt())).isNull();
            assertThat(small.nextChangeAt())
                    .isEqualTo(NOON + 39 + Duration.ofDays(30).toMillis());
        });
    }

    private static ConductRules rules(
            @Nullable Repeats identical, @Nullable Repeats similar, @Nullable Repeats crossPosts) {
        return new ConductRules(Duration.ZERO, identical, similar, crossPosts, ComparedTexts.DEFAULT, null, null);
    }

    private static ConductRules flood(Flood flood) {
        return new ConductRules(Duration.ZERO, null, null, null, ComparedTexts.DEFAULT, flood, null);
    }
}
