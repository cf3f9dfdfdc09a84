package io.millrace.moderation.desk.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final FailedAttempts attempts = new FailedAttempts(3, WINDOW);

    @Test
    void anAddressIsBlockedForTheRestOfItsWindow() {
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.blocked("10.0.0.1", i)).isZero();
            attempts.failed("10.0.0.1", i);
        }

        assertThat(attempts.blocked("10.0.0.1", Duration.ofMinutes(4).toNanos()))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(attempts.blocked("10.0.0.1", WINDOW.toNanos())).isZero();
    }

    @Test
    void otherAddressesAreNotBlocked() {
        for (int i = 0; i < 5; i++) {
            attempts.failed("10.0.0.1", 0);
        }

        assertThat(attempts.blocked("10.0.0.2", 0)).isZero();
    }

    @Test
    void failuresOfAnEarlierWindowDoNotCount() {
        attempts.failed("10.0.0.1", 0);
        attempts.failed("10.0.0.1", 1);

        attempts.failed("10.0.0.1", WINDOW.toNanos());

        assertThat(attempts.blocked("10.0.0.1", WINDOW.toNanos() + 1)).isZero();
    }
}
