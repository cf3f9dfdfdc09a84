package io.millrace.edge.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/// Whatever the payloads, a delta that is offered is shorter and leads exactly to the target. Runs the
/// committed inputs as a test, and really fuzzes with `JAZZER_FUZZ=1`.
class FossilDeltaFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void aDeltaLeadsToItsTarget(byte[] input) {
        if (input.length < 2) {
            return;
        }
        // The first two bytes say where the source ends and whether it is repeated in the target.
        int cut = 2 + (input.length - 2) * (input[0] & 0xFF) / 255;
        byte[] source = Arrays.copyOfRange(input, 2, cut);
        byte[] rest = Arrays.copyOfRange(input, cut, input.length);
        byte[] target = (input[1] & 1) == 0 ? rest : join(rest, source);

        byte[] delta = FossilDelta.between(source, target, (input[1] & 2) == 0);

        if (delta != null) {
            assertThat(delta.length).isLessThan(target.length);
            assertThat(DeltaReader.apply(source, delta)).isEqualTo(target);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
