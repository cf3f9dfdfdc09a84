package io.millrace.moderation.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GuardTest {

    private static final long NOON = 1_800_000_000_000L;
    private static final long TEN_MINUTES = Duration.ofMinutes(10).toMillis();
    private static final Sign SIGN = new Sign(Cause.JOINS, 50);

    private final RaidRules rules = rules(false);
    private final Guard quiet = Guard.beginning(NOON);

    @Test
    void firstSignRaisesAnAlarmForTheTimeOfTheLockdown() {
        assertThat(quiet.on(SIGN, rules, false, NOON + 5))
                .isEqualTo(new Alarm(new Guard(NOON, NOON + 5, NOON + 5 + TEN_MINUTES), SIGN, true));
    }

    @Test
    void activeLockdownIsNotRepeatedAndIsProlongedInItsSecondHalf() {
        Guard locked = alarmed(NOON);

        assertThat(locked.on(SIGN, rules, true, NOON + 1)).isNull();
        assertThat(locked.on(SIGN, rules, true, NOON + TEN_MINUTES / 2 - 1)).isNull();
        assertThat(locked.on(SIGN, rules, true, NOON + TEN_MINUTES / 2))
                .isEqualTo(new Alarm(new Guard(NOON, NOON, NOON + TEN_MINUTES * 3 / 2), SIGN, false));
    }

    @Test
    void roomThatAModeratorOpenedIsLeftAloneUntilTheAlarmWouldHaveBeenOver() {
        Guard locked = alarmed(NOON);

        assertThat(locked.on(SIGN, rules, false, NOON + TEN_MINUTES - 1)).isNull();
        assertThat(locked.on(SIGN, rules, false, NOON + TEN_MINUTES)).isNotNull();
    }

    @Test
    void roomThatAModeratorLockedIsLeftAlone() {
        assertThat(quiet.on(SIGN, rules, true, NOON + 5)).isNull();
    }

    @Test
    void trialGoesOnWithoutALock() {
        RaidRules trial = rules(true);
        Alarm first = Objects.requireNonNull(quiet.on(SIGN, trial, false, NOON));

        assertThat(first.first()).isTrue();
        assertThat(first.guard().on(SIGN, trial, false, NOON + TEN_MINUTES - 1))
                .satisfies(alarm ->
                        assertThat(Objects.requireNonNull(alarm).first()).isFalse());
    }

    @Test
    void roomKnowsItsPeopleAfterItLearned() {
        assertThat(quiet.knowsItsPeople(rules, NOON + Duration.ofDays(1).toMillis() - 1))
                .isFalse();
        assertThat(quiet.knowsItsPeople(rules, NOON + Duration.ofDays(1).toMillis()))
                .isTrue();
    }

    @Test
    void guardSurvivesStorageAndOtherBytesAreRefused() {
        Guard locked = alarmed(NOON);

        assertThat(Guard.fromBytes(locked.toBytes())).isEqualTo(locked);
        assertThat(Guard.fromBytes(quiet.toBytes())).isEqualTo(quiet);
        assertThatIllegalArgumentException().isThrownBy(() -> Guard.fromBytes(new byte[25]));
        assertThatIllegalArgumentException().isThrownBy(() -> Guard.fromBytes(new byte[0]));
    }

    private Guard alarmed(long at) {
        return Objects.requireNonNull(quiet.on(SIGN, rules, false, at)).guard();
    }

    private static RaidRules rules(boolean trial) {
        return new RaidRules(
                new Crowd(50, Duration.ofMinutes(5)),
                null,
                null,
                WatchedTexts.DEFAULT,
                Duration.ofMinutes(10),
                Duration.ofDays(1),
                trial);
    }
}
