package io.millrace.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedCloseTest {

    private final CountDownLatch gaveUp = new CountDownLatch(1);

    @Test
    void aServiceThatClosesIsLeftAlone() {
        AtomicBoolean closed = new AtomicBoolean();

        BoundedClose.run("quick", service(Duration.ofHours(1), () -> closed.set(true)), gaveUp::countDown);

        assertThat(closed).isTrue();
        assertThat(gaveUp.getCount()).isEqualTo(1);
    }

    @Test
    void aServiceThatHangsIsGivenUp() {
        AtomicBoolean inTime = new AtomicBoolean();

        BoundedClose.run("stuck", service(Duration.ofMillis(10), () -> inTime.set(awaited(gaveUp))), gaveUp::countDown);

        assertThat(inTime).isTrue();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Service service(Duration timeout, Runnable close) {
        return new Service() {
            @Override
            public CompletableFuture<Void> failure() {
                return new CompletableFuture<>();
            }

            @Override
            public void close() {
                close.run();
            }

            @Override
            public Duration shutdownTimeout() {
                return timeout;
            }
        };
    }
}
