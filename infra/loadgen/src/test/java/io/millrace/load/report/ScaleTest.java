package io.millrace.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void linearScalesEndAboveTheGreatestValue() {
        assertThat(Scale.linear(0.9).max()).isEqualTo(1);
        assertThat(Scale.linear(7).ticks()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0);
        assertThat(Scale.linear(3_000).ticks()).containsExactly(0.0, 1_000.0, 2_000.0, 3_000.0);
        assertThat(Scale.linear(0).max()).isEqualTo(1);
        assertThat(Scale.linear(Double.NaN).max()).isEqualTo(1);
    }

    @Test
    void logarithmicScalesGiveEqualFactorsEqualRoom() {
        Scale scale = Scale.logarithmic(0.7, 130);

        assertThat(scale.min()).isCloseTo(0.5, within(1e-9));
        assertThat(scale.max()).isCloseTo(200, within(1e-9));
        assertThat(scale.at(1) - scale.at(0.5)).isCloseTo(scale.at(200) - scale.at(100), within(1e-9));
        assertThat(scale.ticks()).hasSize(9);
        assertThat(scale.at(0)).isZero();
        assertThat(scale.at(1e9)).isEqualTo(1);
    }

    @Test
    void valuesThatHaveNoLogarithmGetAScaleToo() {
        assertThat(Scale.logarithmic(0, 5).min()).isPositive();
        assertThat(Scale.logarithmic(3, 3).max()).isGreaterThan(3);
        assertThat(Scale.logarithmic(Double.NaN, Double.NaN).ticks()).isNotEmpty();
    }
}
