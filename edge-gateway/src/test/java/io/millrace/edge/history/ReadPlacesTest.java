package io.millrace.edge.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.edge.config.HistoryAccess;
import io.millrace.edge.room.Archive.Use;
import io.millrace.edge.room.ArchiveUnavailableException;
import io.millrace.history.DatabaseSettings;
import io.millrace.testkit.Await;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Four connections of which two are reserved, and three that may wait.
@Timeout(60)
class ReadPlacesTest {

    private final ReadPlaces places = places(Duration.ofSeconds(30));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch databaseAnswers = new CountDownLatch(1);
    private final AtomicInteger reading = new AtomicInteger();

    @AfterEach
    void stop() {
        databaseAnswers.countDown();
        threads.shutdownNow();
    }

    @Test
    void recoveriesFindTheirConnectionsWhileHistoryCallsTakeAllTheyMay() throws Exception {
        fill(Use.HISTORY, 5);
        Await.until(() -> reading.get() == 2, Await.DEADLINE, "history to hold the connections it may");

        assertThat(places.in(Use.RECOVERY, () -> "recovered")).isEqualTo("recovered");
        assertThat(places.free(Use.RECOVERY)).isEqualTo(7);
        assertThat(reading).as("the others still wait").hasValue(2);
    }

    @Test
    void historyCallBeyondTheQueueIsRefusedAtOnceAndCounted() {
        fill(Use.HISTORY, 5);
        Await.until(() -> places.free(Use.HISTORY) == 0, Await.DEADLINE, "all places of history to be taken");

        refused(places, Use.HISTORY);

        assertThat(places.refused(Use.HISTORY)).isEqualTo(1);
        assertThat(places.refused(Use.RECOVERY)).isZero();
    }

    @Test
    void recoveryBeyondTheQueueIsRefusedAtOnceAndHistoryHasItsPlaces() throws Exception {
        fill(Use.RECOVERY, 7);
        Await.until(() -> places.free(Use.RECOVERY) == 0, Await.DEADLINE, "all places of recoveries to be taken");

        refused(places, Use.RECOVERY);

        assertThat(places.refused(Use.RECOVERY)).isEqualTo(1);
        assertThat(places.in(Use.HISTORY, () -> "page")).isEqualTo("page");
    }

    @Test
    void historyCallThatWaitsTooLongIsRefused() {
        ReadPlaces impatient = places(Duration.ofMillis(50));
        for (int i = 0; i < 2; i++) {
            var _ = threads.submit(stuck(impatient, Use.HISTORY));
        }
        Await.until(() -> reading.get() == 2, Await.DEADLINE, "the shared connections to be taken");

        refused(impatient, Use.HISTORY);

        assertThat(impatient.free(Use.HISTORY)).isEqualTo(3);
    }

    @Test
    void everythingIsGivenBackWhateverBecomesOfARead() throws Exception {
        List<Future<String>> all = new ArrayList<>(fill(Use.HISTORY, 5));
        all.addAll(fill(Use.RECOVERY, 5));
        databaseAnswers.countDown();
        for (Future<String> each : all) {
            assertThat(each.get()).isEqualTo("read");
        }
        for (Use use : Use.values()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> places.in(use, () -> {
                        throw new SQLException("broken for the test");
                    }));
        }

        assertThat(places.free(Use.HISTORY)).isEqualTo(5);
        assertThat(places.free(Use.RECOVERY)).isEqualTo(7);
    }

    private static ReadPlaces places(Duration timeout) {
        DatabaseSettings database = new DatabaseSettings("jdbc:none", Optional.empty(), Optional.empty(), 4, timeout);
        return new ReadPlaces(new HistoryAccess(database, 2, 3, timeout));
    }

    private static void refused(ReadPlaces places, Use use) {
        assertThatExceptionOfType(ArchiveUnavailableException.class)
                .isThrownBy(() -> places.in(use, () -> "read"))
                .matches(ArchiveUnavailableException::isBusy);
    }

    private List<Future<String>> fill(Use use, int count) {
        List<Future<String>> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(threads.submit(stuck(places, use)));
        }
        return reads;
    }

    private Callable<String> stuck(ReadPlaces in, Use use) {
        return () -> in.in(use, () -> {
            reading.incrementAndGet();
            try {
                databaseAnswers.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
            return "read";
        });
    }
}
