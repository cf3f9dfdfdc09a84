package io.millrace.edge.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogGateTest {

    private final LogGate gate = new LogGate(LoggerFactory.getLogger(LogGateTest.class), "for a test");
    private final long start = System.nanoTime();

    @Test
    void floodIsOneLineThatSaysHowManyThereWere() {
        assertThat(gate.admit(start)).isEqualTo(1);

        for (int i = 0; i < 1_000; i++) {
            assertThat(gate.admit(start + i)).isZero();
        }

        assertThat(gate.admit(start + TimeUnit.SECONDS.toNanos(5))).isEqualTo(1_001);
        assertThat(gate.admit(start + TimeUnit.SECONDS.toNanos(20))).isEqualTo(1);
    }
}
