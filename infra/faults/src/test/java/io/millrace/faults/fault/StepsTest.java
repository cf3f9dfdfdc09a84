package io.millrace.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the faults made of several steps do with their parts.
class StepsTest {

    private static final RandomMix.Pace ONCE =
            new RandomMix.Pace(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(20));

    @Test
    void rollingRestartWaitsForEachPartBeforeTheNext() {
        FakePart first = new FakePart("first");
        FakePart second = new FakePart("second");

        new RollingRestart("rolling restart", List.of(first, second)).inject();

        assertThat(first.calls()).containsExactly("stop", "start", "ready");
        assertThat(second.calls()).containsExactly("stop", "start", "ready");
    }

    @Test
    void scaleBringsTheExtrasAndTakesThemAway() {
        FakePart extra = new FakePart();
        List<String> spread = new ArrayList<>();
        Scale scale = new Scale("scale", List.of(extra), () -> spread.add("spread"));

        scale.prepare();
        assertThat(extra.isAlive()).isFalse();
        scale.inject();
        assertThat(extra.calls()).containsExactly("stop", "start", "ready");
        assertThat(spread).hasSize(1);
        scale.heal();
        assertThat(extra.isAlive()).isFalse();
    }

    @Test
    void faultsTogetherAllBeginBeforeOneHealsAndHealBackwards() {
        List<String> calls = new ArrayList<>();

        Together both = new Together("both", List.of(new Noted("a", calls), new Noted("b", calls)));
        both.inject();
        both.heal();

        assertThat(calls).containsExactly("inject a", "inject b", "heal b", "heal a");
    }

    @Test
    void mixHealsWhatItInjectedBeforeTheNextFault() {
        List<String> calls = new ArrayList<>();

        new RandomMix(List.of(new Noted("a", calls), new Noted("b", calls)), 4, ONCE, _ -> {}).inject();

        assertThat(calls).hasSize(2);
        assertThat(calls.getLast()).isEqualTo(calls.getFirst().replace("inject", "heal"));
    }

    @Test
    void mixLeavesOutWhatTheMachineCannotDo() {
        Fault impossible = new Noted("a", new ArrayList<>()) {
            @Override
            public Optional<String> unavailable() {
                return Optional.of("no");
            }
        };

        assertThat(new RandomMix(List.of(impossible), 4, ONCE, _ -> {}).unavailable())
                .isPresent();
    }

    private static class Noted implements Fault {

        private final String name;
        private final List<String> calls;

        Noted(String name, List<String> calls) {
            this.name = name;
            this.calls = calls;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void inject() {
            calls.add("inject " + name);
        }

        @Override
        public void heal() {
            calls.add("heal " + name);
        }
    }
}
