package io.millrace.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.health.HealthChecks;
import io.millrace.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    @Test
    void closesNewestFirstAndOnlyOnce() {
        List<String> closed = new ArrayList<>();
        Closer closer = new Closer();
        closer.add(() -> closed.add("first"));
        closer.add(() -> closed.add("second"));

        closer.close();
        closer.close();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void failureToCloseKeepsNothingOpen() {
        List<String> closed = new ArrayList<>();
        Closer closer = new Closer();
        closer.add(() -> closed.add("first"));
        closer.add(() -> {
            throw new IllegalStateException("stuck");
        });

        closer.close();

        assertThat(closed).containsExactly("first");
    }

    @Test
    void failedLaunchCarriesWhatFailedToClose() {
        Closer closer = new Closer();
        closer.add(() -> {
            throw new IllegalStateException("stuck");
        });
        RuntimeException failure = new RuntimeException("launch");

        closer.closeBecauseOf(failure);

        assertThat(failure.getSuppressed()).singleElement().asString().contains("stuck");
    }

    @Test
    void patienceTriesUntilItWorksAndSaysWhy() {
        AtomicInteger tries = new AtomicInteger();
        List<String> states = new ArrayList<>();
        Patience patience = new Patience(() -> false);

        int result = patience.until("kafka", () -> {
            states.add(patience.state());
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("not there");
            }
            return tries.get();
        });

        assertThat(result).isEqualTo(3);
        assertThat(states).containsOnly("waiting for kafka");
        assertThat(patience.state()).isEqualTo("start complete");
    }

    @Test
    void patienceEndsWhenTheServiceIsStopped() {
        Patience patience = new Patience(() -> true);

        assertThatThrownBy(() -> patience.until("kafka", () -> 1)).isInstanceOf(CancellationException.class);
    }

    @Test
    void startupIsReadyWhenItsPartsAreOpen() {
        HealthChecks checks = new HealthChecks();
        CountDownLatch open = new CountDownLatch(1);
        Startup startup = Startup.begin(
                "test",
                checks,
                patience -> patience.until("the latch", () -> {
                    if (open.getCount() > 0) {
                        throw new IllegalStateException("closed");
                    }
                    return true;
                }),
                new CompletableFuture<>());
        Await.until(
                () -> checks.ready().detail().contains("waiting for the latch"),
                Await.DEADLINE,
                "readiness that names the latch");

        open.countDown();

        Await.until(() -> checks.ready().up(), Await.DEADLINE, "ready");
        startup.close();
    }

    @Test
    void partThatCannotBeOpenedFailsTheService() {
        CompletableFuture<Void> failure = new CompletableFuture<>();

        Startup startup = Startup.begin(
                "test",
                new HealthChecks(),
                _ -> {
                    throw new IllegalStateException("broken");
                },
                failure);

        Await.until(failure::isCompletedExceptionally, Await.DEADLINE, "failure");
        assertThat(failure.exceptionNow()).hasMessage("broken");
        startup.close();
    }

    @Test
    void startupThatWaitsIsStoppedByClose() {
        CompletableFuture<Void> failure = new CompletableFuture<>();
        Startup startup = Startup.begin(
                "test",
                new HealthChecks(),
                patience -> patience.until("never", () -> {
                    throw new IllegalStateException("never");
                }),
                failure);

        startup.close();

        assertThat(failure).isNotDone();
    }
}
