package io.millrace.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.health.HealthChecks;
import io.millrace.testkit.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartupTest {

    private final HealthChecks checks = new HealthChecks();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    @Test
    void serviceIsReadyWhenItsPartsAreOpen() {
        CountDownLatch broker = new CountDownLatch(1);
        Startup startup =
                Startup.begin("edge", checks, patience -> patience.until("kafka", () -> join(broker)), failure);
        Await.until(
                () -> checks.ready().detail().equals("start: waiting for kafka"), Await.DEADLINE, "the start to wait");

        broker.countDown();

        Await.until(() -> checks.ready().up(), Await.DEADLINE, "readiness");
        startup.close();
        assertThat(failure).isNotDone();
    }

    @Test
    void closeEndsTheWaitAndReturnsWhenNoFurtherPartWillBeOpened() {
        AtomicBoolean openedLate = new AtomicBoolean();
        Startup startup = Startup.begin(
                "edge",
                checks,
                patience -> {
                    patience.until("kafka", () -> {
                        throw new IllegalStateException("refused");
                    });
                    openedLate.set(true);
                },
                failure);

        startup.close();

        assertThat(openedLate).isFalse();
        assertThat(failure).as("a stop is no failure").isNotDone();
        assertThat(checks.ready().up()).isFalse();
    }

    @Test
    void partThatCannotBeOpenedFailsTheService() {
        Startup startup = Startup.begin(
                "edge",
                checks,
                patience -> {
                    throw new IllegalStateException("no such inbox");
                },
                failure);

        Await.until(failure::isCompletedExceptionally, Await.DEADLINE, "the failure");
        startup.close();
    }

    @Test
    void whatAStopInterruptsIsNoFailure() throws InterruptedException {
        CompletableFuture<Thread> starting = new CompletableFuture<>();
        Startup startup = Startup.begin(
                "edge",
                checks,
                _ -> {
                    starting.complete(Thread.currentThread());
                    if (!join(new CountDownLatch(1))) {
                        throw new IllegalStateException("interrupted, as clients of Kafka say it");
                    }
                },
                failure);
        Thread thread = starting.join();

        // Whoever closes must not wait either, so the start is interrupted at once.
        Thread.currentThread().interrupt();
        startup.close();

        assertThat(Thread.interrupted())
                .as("the interrupt is left to the caller")
                .isTrue();
        assertThat(thread.join(Await.DEADLINE)).isTrue();
        assertThat(failure).as("a stop is no failure").isNotDone();
    }

    private static boolean join(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
