package io.millrace.moderation.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private static final long NOON = 1_800_000_000_000L;

    private final RateLimits limits =
            new RateLimits(new Rate(1000, Duration.ofMinutes(1)), new Rate(100, Duration.ofSeconds(1)));
    private @Nullable Buckets state;
    private long position;

    @Test
    void burstOfAHundredPassesAndTheNextIsRefused() {
        assertThat(admitted(100, NOON)).isEqualTo(100);
        assertThat(admitted(1, NOON)).isZero();
    }

    @Test
    void burstFlowsInAgainMessageByMessage() {
        admitted(100, NOON);

        assertThat(admitted(5, NOON + 9)).isZero();
        assertThat(admitted(5, NOON + 10)).isEqualTo(1);
        assertThat(admitted(500, NOON + 1010)).isEqualTo(100);
    }

    @Test
    void sustainedRateEndsRepeatedBursts() {
        int inTheFirstMinute = 0;
        for (int second = 0; second < 60; second++) {
            inTheFirstMinute += admitted(100, NOON + second * 1000L);
        }

        assertThat(inTheFirstMinute).isBetween(1900, 2000);
        assertThat(admitted(100, NOON + 60_000)).isLessThan(20);
    }

    @Test
    void refusedMessageTakesNothing() {
        admitted(100, NOON);
        admitted(10_000, NOON + 5);

        assertThat(admitted(1, NOON + 10)).isEqualTo(1);
    }

    @Test
    void timestampThatGoesBackFillsNothingTwice() {
        admitted(100, NOON);
        for (int i = 0; i < 50; i++) {
            admitted(1, NOON - 5000);
            admitted(1, NOON);
        }

        assertThat(admitted(1, NOON)).isZero();
    }

    @Test
    void messageReadAgainIsAdmittedAgainWithoutCharge() {
        admitted(40, NOON);
        Buckets before = state();

        for (long again = 0; again < 40; again++) {
            Admission repeat = limits.admit(before, again, NOON);
            assertThat(repeat).isEqualTo(new Admission(true, before));
        }
    }

    @Test
    void messageThatWasRefusedStaysRefusedWhenReadAgain() {
        admitted(101, NOON);
        admitted(1, NOON + 1000);
        Buckets before = state();

        assertThat(limits.admit(before, 100, NOON).admitted()).isFalse();
        assertThat(limits.admit(before, 101, NOON + 1000)).isEqualTo(new Admission(true, before));
    }

    @Test
    void topicMadeAnewStartsOver() {
        admitted(101, NOON);

        Admission first = limits.admit(state, 0, NOON + 60_000);

        assertThat(first.admitted()).isTrue();
        assertThat(first.after().position()).isZero();
        assertThat(first.after().refused()).isEqualTo(-1);
    }

    @Test
    void lowerLimitAfterAConfigurationChangeIsObeyedAtOnce() {
        admitted(1, NOON);
        RateLimits lower = new RateLimits(new Rate(3, Duration.ofMinutes(1)), new Rate(2, Duration.ofSeconds(1)));

        Admission first = lower.admit(state, 10, NOON);
        Admission second = lower.admit(first.after(), 11, NOON);
        Admission third = lower.admit(second.after(), 12, NOON);

        assertThat(first.admitted()).isTrue();
        assertThat(second.admitted()).isTrue();
        assertThat(third.admitted()).isFalse();
    }

    @Test
    void senderCanBeForgottenAMinuteAfterBothBucketsAreFull() {
        admitted(100, NOON);

        assertThat(limits.forgettableAt(state())).isEqualTo(NOON + 6_000 + 60_000);
    }

    @Test
    void veryLongPauseDoesNotOverflow() {
        admitted(100, 0);

        assertThat(admitted(100, Long.MAX_VALUE / 2)).isEqualTo(100);
    }

    private int admitted(int messages, long at) {
        int admitted = 0;
        for (int i = 0; i < messages; i++) {
            Admission admission = limits.admit(state, position++, at);
            state = admission.after();
            admitted += admission.admitted() ? 1 : 0;
        }
        return admitted;
    }

    private Buckets state() {
        return Objects.requireNonNull(state);
    }
}
