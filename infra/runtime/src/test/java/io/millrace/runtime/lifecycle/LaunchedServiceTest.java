package io.millrace.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.health.Health;
import io.millrace.runtime.lifecycle.LaunchedService.Front;
import io.millrace.testkit.Await;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaunchedServiceTest {

    private final List<String> closed = new CopyOnWriteArrayList<>();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    @Test
    void serviceIsReadyWhenTheRestIsOpenAndClosesThatFirst() {
        CountDownLatch broker = new CountDownLatch(1);
        LaunchedService service = LaunchedService.launch("desk", launch -> {
            launch.add(part("database"));
            launch.add(part("listener"));
            return new Front(8080, patience -> {
                patience.until("kafka", () -> awaited(broker));
                launch.add(part("feed"));
                launch.checks().readiness("feed", () -> Health.up("reads"));
            });
        });
        assertThat(service.port()).isEqualTo(8080);
        assertThat(service.ready().up()).isFalse();

        broker.countDown();
        Await.until(() -> service.ready().up(), Await.DEADLINE, "the rest to be open");
        service.close();

        assertThat(closed).containsExactly("feed", "listener", "database");
        assertThat(service.failure()).isNotDone();
    }

    @Test
    void frontThatCannotBeOpenedClosesWhatIsOpenNewestFirst() {
        IOException stuck = new IOException("stuck");
        IllegalStateException taken = new IllegalStateException("port is taken");

        assertThatThrownBy(() -> LaunchedService.launch("desk", launch -> {
                    launch.add(part("database"));
                    launch.add(() -> {
                        throw stuck;
                    });
                    launch.add(part("writer"));
                    throw taken;
                }))
                .isSameAs(taken)
                .hasSuppressedException(stuck);

        assertThat(closed).containsExactly("writer", "database");
    }

    @Test
    void partOfTheRestThatCannotBeOpenedFailsTheServiceAndLeavesTheClosingToItsOwner() {
        LaunchedService service = LaunchedService.launch("desk", launch -> {
            launch.add(part("listener"));
            return new Front(8080, _ -> {
                launch.add(part("feed"));
                throw new IllegalStateException("no such topic");
            });
        });

        Await.until(service.failure()::isCompletedExceptionally, Await.DEADLINE, "the failure");
        assertThat(closed).as("health requests are still answered").isEmpty();
        service.close();

        assertThat(service.failure().exceptionNow()).hasMessage("no such topic");
        assertThat(closed).containsExactly("feed", "listener");
    }

    @Test
    void errorInTheRestFailsTheServiceToo() {
        LaunchedService service = LaunchedService.launch(
                "scorer",
                _ -> new Front(8080, _ -> {
                    throw new UnsatisfiedLinkError("no native code");
                }));

        Await.until(service.failure()::isCompletedExceptionally, Await.DEADLINE, "the failure");
        service.close();

        assertThat(service.failure().exceptionNow()).hasMessage("no native code");
    }

    @Test
    void partThatAnInterruptedStartOpensTooLateIsClosedAsWell() {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        LaunchedService service = LaunchedService.launch("desk", launch -> {
            launch.add(part("listener"));
            return new Front(8080, _ -> {
                hanging.countDown();
                var _ = awaited(never);
                awaitClosed("listener");
                launch.add(part("late"));
                throw new AssertionError("the start goes on after the end");
            });
        });
        assertThat(awaited(hanging)).isTrue();

        // Whoever closes must not wait either, so the start is interrupted at once.
        Thread.currentThread().interrupt();
        service.close();

        assertThat(Thread.interrupted())
                .as("the interrupt is left to the caller")
                .isTrue();
        Await.until(() -> closed.contains("late"), Await.DEADLINE, "the late part to be closed");
        assertThat(closed).containsExactly("listener", "late");
        assertThat(service.failure()).as("a stop is no failure").isNotDone();
    }

    @Test
    void closingTwiceClosesOnce() {
        LaunchedService service = LaunchedService.launch("desk", launch -> {
            launch.add(part("listener"));
            return new Front(8080, _ -> {});
        });

        service.close();
        service.close();

        assertThat(closed).containsExactly("listener");
    }

    /// As a library that hangs does, which gives up when it is interrupted and says nothing.
    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void awaitClosed(String name) {
        Await.until(() -> closed.contains(name), Await.DEADLINE, name + " to be closed");
    }
}
