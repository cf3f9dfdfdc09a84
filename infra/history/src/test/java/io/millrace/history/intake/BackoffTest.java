package io.millrace.history.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void pausesDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350), () -> 0);

        assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(350));
        assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(350));
    }

    @Test
    void chanceShortensAPauseByUpToHalf() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350), () -> 0.5);

        assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(75));
    }

    @Test
    void successStartsOver() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350), () -> 0);
        backoff.pause();
        backoff.pause();

        backoff.reset();

        assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(100));
    }
}
