package io.millrace.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharesTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void oneConnectionDoesNotTakeTheShareOfAnother() {
        Shares shares = new Shares(2, Duration.ofSeconds(1));

        assertThat(shares.admit("a", 5)).isTrue();
        assertThat(shares.admit("a", 6)).isTrue();
        assertThat(shares.admit("a", 7)).isFalse();
        assertThat(shares.admit("b", 8)).isTrue();
    }

    @Test
    void nextSecondBeginsAnew() {
        Shares shares = new Shares(1, Duration.ofSeconds(1));

        assertThat(shares.admit("a", -1)).isTrue();
        assertThat(shares.admit("a", -2)).isFalse();
        assertThat(shares.admit("a", 0)).isTrue();
        assertThat(shares.admit("a", SECOND - 1)).isFalse();
        assertThat(shares.admit("a", SECOND)).isTrue();
    }

    @Test
    void zeroIsNoLimit() {
        Shares shares = new Shares(0, Duration.ofSeconds(1));

        for (int i = 0; i < 10_000; i++) {
            assertThat(shares.admit("a", 1)).isTrue();
        }
    }
}
