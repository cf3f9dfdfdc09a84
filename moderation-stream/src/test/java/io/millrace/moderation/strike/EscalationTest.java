package io.millrace.moderation.strike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EscalationTest {

    private static final long NOON = 1_800_000_000_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Step WARN = Step.warn(1);
    private static final Step SLOW = Step.slow(2, Duration.ofMinutes(10), Duration.ofSeconds(30));
    private static final Step TIMEOUT = Step.timeout(3, Duration.ofMinutes(5));
    private static final Step MUTE = Step.mute(5, Duration.ZERO);
    private static final Step PROPOSAL = Step.banProposal(8);

    private final Ladder ladder =
            new Ladder(Duration.ofDays(3), List.of(WARN, SLOW, TIMEOUT, MUTE, PROPOSAL), Map.of(), Map.of());
    private final Escalation escalation = new Escalation(ladder);
    private @Nullable Strikes strikes;
    private int messages;

    @Test
    void ladderIsClimbedStepByStepByTheStrikesOfOneEvening() {
        assertThat(strike(NOON, 1)).isEqualTo(WARN);
        assertThat(strike(NOON + 60_000, 1)).isEqualTo(SLOW);
        assertThat(strike(NOON + HOUR, 1)).isEqualTo(TIMEOUT);
        assertThat(strike(NOON + HOUR + 1, 1)).isNull();
        assertThat(strike(NOON + 2 * HOUR, 1)).isEqualTo(MUTE);
        assertThat(strike(NOON + 2 * HOUR, 2)).isNull();
        assertThat(strike(NOON + 2 * HOUR, 1)).isEqualTo(PROPOSAL);
    }

    @Test
    void strikeHalvesWithEachHalfLife() {
        strike(NOON, 4);

        assertThat(escalation.value(strikes, NOON)).isCloseTo(4, within(1e-6));
        assertThat(escalation.value(strikes, NOON + 72 * HOUR)).isCloseTo(2, within(1e-6));
        assertThat(escalation.value(strikes, NOON + 5 * 72 * HOUR)).isCloseTo(0.125, within(1e-6));
        assertThat(escalation.value(strikes, NOON - HOUR)).isCloseTo(4, within(1e-6));
    }

    @Test
    void ofSeveralStepsReachedAtOnceTheHighestIsTaken() {
        assertThat(strike(NOON, 3.5)).isEqualTo(TIMEOUT);
        assertThat(strike(NOON + 1, 0.5)).isNull();
    }

    @Test
    void stepIsTakenAgainOnlyAfterTheValueFellWellBelow() {
        strike(NOON, 3);

        assertThat(strike(NOON + HOUR, 0.5)).isNull();
        assertThat(strike(NOON + 24 * HOUR, 0.5)).isNull();
        assertThat(strike(NOON + 72 * HOUR, 1)).isEqualTo(TIMEOUT);
    }

    @Test
    void messageThatIsReproachedAgainCountsOnceAndLeadsToTheSameStep() {
        strike(NOON, 1);
        Struck first = escalation.strike(strikes, "m-x", NOON + 1, 1);
        strikes = Strikes.fromBytes(first.after().toBytes());

        Struck again = escalation.strike(strikes, "m-x", NOON + 9, 1);

        assertThat(first.step()).isEqualTo(SLOW);
        assertThat(again.step()).isEqualTo(SLOW);
        assertThat(again.after()).isSameAs(strikes);
    }

    @Test
    void pardonTakesTheStrikeBackOnceAndTellsWhatItHadLedTo() {
        strike(NOON, 1);
        Struck second = escalation.strike(strikes, "m-x", NOON, 1);

        Struck pardoned = escalation.pardon(second.after(), "m-x", NOON + 72 * HOUR);
        Struck twice = escalation.pardon(pardoned.after(), "m-x", NOON + 72 * HOUR);

        assertThat(pardoned.step()).isEqualTo(SLOW);
        assertThat(escalation.value(pardoned.after(), NOON + 72 * HOUR)).isCloseTo(0.5, within(1e-5));
        assertThat(twice).isEqualTo(Struck.withoutStep(pardoned.after()));
        assertThat(escalation.strike(pardoned.after(), "m-x", NOON + 72 * HOUR, 1))
                .isEqualTo(Struck.withoutStep(pardoned.after()));
    }

    @Test
    void stepIsTakenAgainAfterAPardonBroughtTheSenderBelowIt() {
        strike(NOON, 1);
        strikes = escalation.strike(strikes, "m-x", NOON, 1).after();

        strikes = escalation.pardon(strikes, "m-x", NOON).after();

        assertThat(strike(NOON + 1, 1)).isEqualTo(SLOW);
    }

    @Test
    void unknownMessageIsPardonedWithoutEffect() {
        assertThat(escalation.pardon(null, "m-x", NOON)).isEqualTo(Struck.withoutStep(Strikes.NONE));
        strike(NOON, 1);
        assertThat(escalation.pardon(strikes, "m-x", NOON)).isEqualTo(Struck.withoutStep(known()));
    }

    @Test
    void valueDoesNotRiseWithoutEnd() {
        for (int i = 0; i < 500; i++) {
            strike(NOON + i, 1);
        }

        assertThat(escalation.value(strikes, NOON + 500)).isCloseTo(16, within(0.01));
        assertThat(known().toBytes()).hasSizeLessThan(820);
    }

    @Test
    void messageReadAgainAfterVeryManyOthersIsNotCountedAgain() {
        for (int i = 0; i < 40; i++) {
            strike(NOON + i, 0.01);
        }

        assertThat(escalation.strike(strikes, "m-0", NOON, 0.01)).isEqualTo(Struck.withoutStep(known()));
    }

    @Test
    void nothingIsCountedWithoutALadderOrWithoutAWeight() {
        assertThat(new Escalation(Ladder.OFF).strike(null, "m", NOON, 1)).isEqualTo(Struck.withoutStep(Strikes.NONE));
        assertThat(escalation.strike(null, "m", NOON, 0)).isEqualTo(Struck.withoutStep(Strikes.NONE));
    }

    @Test
    void singleStrikeIsForgottenWhenItHasFaded() {
        strike(NOON, 1);

        long at = known().forgettableAt();

        assertThat(escalation.value(strikes, at)).isBetween(0.01, 0.021);
        assertThat(at - NOON)
                .isBetween(Duration.ofDays(16).toMillis(), Duration.ofDays(18).toMillis());
    }

    @Test
    void weightIsOfTheRuleTimesWhatItAsked() {
        assertThat(ladder.weight(RuleId.BLOCKLIST, Severity.REFUSE)).isEqualTo(1);
        assertThat(ladder.weight(RuleId.BLOCKLIST, Severity.FLAG)).isZero();
        assertThat(ladder.weight(RuleId.CAPS, Severity.MASK)).isEqualTo(0.25);
        assertThat(ladder.weight(RuleId.RATE, Severity.REFUSE)).isZero();
        Ladder strict =
                new Ladder(Duration.ofHours(1), List.of(WARN), Map.of(RuleId.RATE, 2.0), Map.of(Severity.REFUSE, 0.5));
        assertThat(strict.weight(RuleId.RATE, Severity.REFUSE)).isEqualTo(1);
    }

    private @Nullable Step strike(long at, double weight) {
        Struck struck = escalation.strike(strikes, "m-" + messages++, at, weight);
        strikes = struck.after();
        return struck.step();
    }

    private Strikes known() {
        return Objects.requireNonNull(strikes);
    }
}
