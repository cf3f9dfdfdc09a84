package io.millrace.moderation.scorer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Breaker breaker = new Breaker();

    @Test
    void fiveFailuresInHalfAMinuteOpenIt() {
        for (int i = 0; i < 4; i++) {
            assertThat(breaker.failed(i * SECOND)).isFalse();
        }
        assertThat(breaker.admits(4 * SECOND)).isTrue();

        assertThat(breaker.failed(29 * SECOND)).isTrue();

        assertThat(breaker.admits(30 * SECOND)).isFalse();
    }

    @Test
    void failuresFarApartDoNot() {
        for (int i = 0; i < 20; i++) {
            assertThat(breaker.failed(i * 8L * SECOND)).isFalse();
        }

        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void oneMayTryAfterThePauseAndItsSuccessClosesIt() {
        open();

        assertThat(breaker.admits(29 * SECOND)).isFalse();
        assertThat(breaker.admits(30 * SECOND)).isTrue();
        assertThat(breaker.admits(30 * SECOND)).isFalse();
        breaker.succeeded();

        assertThat(breaker.admits(31 * SECOND)).isTrue();
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(breaker.failed(31 * SECOND)).isFalse();
    }

    @Test
    void itsFailureOpensItAgain() {
        open();
        breaker.admits(30 * SECOND);

        assertThat(breaker.failed(31 * SECOND)).isTrue();

        assertThat(breaker.admits(60 * SECOND)).isFalse();
        assertThat(breaker.admits(61 * SECOND)).isTrue();
    }

    @Test
    void oneThatNeverSaysHowItWentDoesNotKeepItOpenForEver() {
        open();
        breaker.admits(30 * SECOND);

        assertThat(breaker.admits(60 * SECOND)).isTrue();
    }

    @Test
    void successOfARunFromBeforeDoesNotCloseIt() {
        open();

        breaker.succeeded();

        assertThat(breaker.admits(SECOND)).isFalse();
    }

    @Test
    void anotherModelStartsAfresh() {
        open();

        breaker.reset();

        assertThat(breaker.admits(0)).isTrue();
        assertThat(breaker.failed(0)).isFalse();
    }

    private void open() {
        for (int i = 0; i < 5; i++) {
            breaker.failed(0);
        }
    }
}
