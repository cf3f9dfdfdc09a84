package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How often a key may ask.
class RequestRateTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void secondsWorthMayComeAtOnceAndNoMore() {
        RequestRate rate = new RequestRate(3);

        assertThat(rate.admit(-5)).isTrue();
        assertThat(rate.admit(-5)).isTrue();
        assertThat(rate.admit(-5)).isTrue();
        assertThat(rate.admit(-5)).isFalse();
    }

    @Test
    void timeBringsTheRightBackAndDoesNotPileItUp() {
        RequestRate rate = new RequestRate(2);
        rate.admit(0);
        rate.admit(0);

        assertThat(rate.admit(SECOND / 2 - 1)).isFalse();
        assertThat(rate.admit(SECOND / 2)).isTrue();
        assertThat(rate.admit(10 * SECOND)).isTrue();
        assertThat(rate.admit(10 * SECOND)).isTrue();
        assertThat(rate.admit(10 * SECOND)).isFalse();
    }

    @Test
    void withoutALimitEverythingPasses() {
        RequestRate rate = new RequestRate(0);

        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.admit(0)).isTrue();
        }
    }
}
