package io.millrace.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatienceTest {

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger attempts = new AtomicInteger();
    private final Patience patience = new Patience(stopped::get);

    @Test
    void attemptIsRepeatedUntilItWorks() {
        String result = patience.until("kafka", () -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("refused");
            }
            assertThat(patience.state()).isEqualTo("waiting for kafka");
            return "there";
        });

        assertThat(result).isEqualTo("there");
        assertThat(attempts).hasValue(3);
        assertThat(patience.state()).isEqualTo("start complete");
    }

    @Test
    void stateSaysWhatIsWaitedForAndWhy() {
        assertThat(patience.state()).isEqualTo("nothing tried yet");

        assertThatThrownBy(() -> patience.until("registry", () -> {
                    if (attempts.incrementAndGet() == 2) {
                        assertThat(stopped.getAndSet(true)).isFalse();
                    }
                    throw new IllegalStateException("connection refused");
                }))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("registry");

        assertThat(patience.state()).isEqualTo("waiting for registry: connection refused");
    }

    @Test
    void nothingIsTriedOnceNobodyWantsIt() {
        stopped.set(true);

        assertThatThrownBy(() -> patience.until("kafka", attempts::incrementAndGet))
                .isInstanceOf(CancellationException.class);

        assertThat(attempts).hasValue(0);
    }

    @Test
    void interruptEndsTheWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> patience.until("kafka", attempts::incrementAndGet))
                .isInstanceOf(CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
