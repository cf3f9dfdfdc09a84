package io.millrace.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void temperatureUndoesExaggeration() {
        Random random = new Random(3);
        double[] logits = new double[20_000];
        boolean[] expected = new boolean[logits.length];
        for (int i = 0; i < logits.length; i++) {
            double honest = random.nextDouble(-3, 3);
            logits[i] = honest * 2;
            expected[i] = random.nextDouble() < 1 / (1 + Math.exp(-honest));
        }

        assertThat(Calibration.temperature(logits, expected)).isCloseTo(2, within(0.1));
    }

    @Test
    void thresholdIsTheLowestOneThatIsPreciseEnough() {
        double[] logits = new double[100];
        boolean[] expected = new boolean[100];
        for (int i = 0; i < 100; i++) {
            logits[i] = Calibration.logit(i / 100.0);
            expected[i] = i > 70;
        }

        assertThat(Calibration.threshold(logits, expected, 1, 1)).isEqualTo(0.7);
        assertThat(Calibration.threshold(logits, expected, 1, 0.5)).isEqualTo(0.5);
    }

    @Test
    void whatIsNeverPreciseIsNeverShown() {
        assertThat(Calibration.threshold(new double[100], new boolean[100], 1, 0.9))
                .isEqualTo(1);
    }
}
