package io.millrace.moderation.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchTest {

    @Test
    void endOfTheParentIsNoticedOnce() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("sleep", "60").start();
        CountDownLatch gone = new CountDownLatch(2);
        try (var ticker = ParentWatch.watch(parent.pid(), gone::countDown)) {
            assertThat(gone.getCount()).isEqualTo(2);

            parent.destroyForcibly().waitFor();

            assertThat(ticker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(gone.getCount()).isEqualTo(1);
        }
    }
}
