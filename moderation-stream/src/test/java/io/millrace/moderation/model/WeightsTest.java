package io.millrace.moderation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {

    private static final List<Weights.Label> LABELS =
            List.of(new Weights.Label("insult", 0.5, -1, 0.8), new Weights.Label("spam", 0.25, 0, 1));

    private final byte[] file = Weights.write(8, LABELS, new byte[512]);

    @Test
    void fileHoldsWhatWasWritten() {
        byte[] values = new byte[512];
        values[511] = -7;

        Weights weights = Weights.read(Weights.write(8, LABELS, values));

        assertThat(weights.bits()).isEqualTo(8);
        assertThat(weights.labels()).isEqualTo(LABELS);
        assertThat(weights.values()).isEqualTo(values);
    }

    @Test
    void versionNamesTheContent() {
        byte[] values = new byte[512];
        values[0] = 1;

        assertThat(Weights.read(file).version()).matches("[0-9a-f]{16}");
        assertThat(Weights.read(file)).isEqualTo(Weights.read(file.clone()));
        assertThat(Weights.read(Weights.write(8, LABELS, values)).version())
                .isNotEqualTo(Weights.read(file).version());
    }

    @Test
    void anyChangedByteIsNoticed() {
        for (int i = 0; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= 1;

            assertThatThrownBy(() -> Weights.read(damaged))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("the model cannot be used: its (beginning|checksum) is wrong");
        }
    }

    @Test
    void fileThatEndsTooSoonIsNoticed() {
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);

            assertThatThrownBy(() -> Weights.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void numbersThatDoNotFitEachOtherAreRefused() {
        assertThatThrownBy(() -> Weights.read(Weights.write(8, LABELS, new byte[511])))
                .hasMessage("the model cannot be used: its number of weights is wrong");
        assertThatThrownBy(() -> Weights.read(Weights.write(30, LABELS, new byte[512])))
                .hasMessage("the model cannot be used: its number of buckets is wrong");
        assertThatThrownBy(() -> Weights.read(Weights.write(8, List.of(), new byte[0])))
                .hasMessage("the model cannot be used: its number of labels is wrong");
        assertThatThrownBy(() ->
                        Weights.read(Weights.write(8, List.of(LABELS.getFirst(), LABELS.getFirst()), new byte[512])))
                .hasMessage("the model cannot be used: its names of labels is wrong");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatAreNotFiniteAreRefused(double number) {
        assertThatThrownBy(() -> new Weights.Label("insult", number, 0, 1)).hasMessageContaining("label insult");
        assertThatThrownBy(() -> new Weights.Label("insult", 1, number, 1)).hasMessageContaining("label insult");
        assertThatThrownBy(() -> new Weights.Label("insult", 1, 0, number)).hasMessageContaining("label insult");
    }

    @Test
    void shippedModelIsWhole() {
        assertThat(Weights.shipped().labels())
                .extracting(Weights.Label::name)
                .containsExactly("insult", "threat", "spam", "sexual", "profanity");
    }
}
