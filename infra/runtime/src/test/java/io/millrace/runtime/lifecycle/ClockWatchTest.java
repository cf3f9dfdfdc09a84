package io.millrace.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private long wall = 1_000_000;
    private long monotonic = 7;
    private final ClockWatch watch = new ClockWatch(() -> wall, () -> monotonic);

    @Test
    void clocksThatGoOnTogetherAreNoJumpHoweverLongNobodyLooked() {
        pass(3_600_000, 3_600_000);

        assertThat(watch.stepped()).isNotDone();
    }

    @Test
    void slewingAddsUpToNoJump() {
        for (int second = 0; second < 100; second++) {
            pass(1_000, 1_100);
        }

        assertThat(watch.stepped()).isNotDone();
    }

    @Test
    void jumpBackIsToldWithItsSize() {
        pass(250, 250 - 90_000);

        assertThat(watch.stepped())
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("PT-1M-30S");
    }

    @Test
    void jumpForwardIsTold() {
        pass(250, 90_250);

        assertThat(watch.stepped()).isCompletedExceptionally();
    }

    private void pass(long monotonicMillis, long wallMillis) {
        monotonic += TimeUnit.MILLISECONDS.toNanos(monotonicMillis);
        wall += wallMillis;
        watch.look();
    }
}
