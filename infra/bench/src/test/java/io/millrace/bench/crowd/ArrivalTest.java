package io.millrace.bench.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalTest {

    @Test
    void everybodyIsLiveWithTheLastOne() throws InterruptedException {
        Arrival arrival = new Arrival(4);
        for (int i = 0; i < 4; i++) {
            arrival.live(true, 1);
        }

        arrival.await(Duration.ZERO);

        assertThat(arrival.recovered()).isEqualTo(4);
        assertThat(arrival.replayed()).isEqualTo(4);
        assertThat(arrival.millis(25)).isPositive().isLessThanOrEqualTo(arrival.millis(50));
        assertThat(arrival.millis(50)).isLessThanOrEqualTo(arrival.millis(100));
    }

    @Test
    void whoGotNotEverythingBackIsLiveButNotRecovered() throws InterruptedException {
        Arrival arrival = new Arrival(2);
        arrival.live(true, 3);
        arrival.live(false, 0);

        arrival.await(Duration.ZERO);

        assertThat(arrival.recovered()).isEqualTo(1);
        assertThat(arrival.replayed()).isEqualTo(3);
    }

    @Test
    void whoIsLateIsCountedWithTheReasons() {
        Arrival arrival = new Arrival(3);
        arrival.live(true, 0);
        arrival.retry("refused");
        arrival.retry("refused");

        assertThatThrownBy(() -> arrival.await(Duration.ofMillis(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 of 3 are not live")
                .hasMessageContaining("refused=2");
        assertThat(arrival.retries()).isEqualTo(2);
        assertThat(arrival.reasons()).isEqualTo(Map.of("refused", 2));
    }
}
