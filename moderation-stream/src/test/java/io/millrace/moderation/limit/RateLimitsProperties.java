package io.millrace.moderation.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RateLimitsProperties {

    @Property
    void noWindowHoldsMoreThanTheBucketAndWhatFlowsIn(
            @ForAll("limits") RateLimits limits, @ForAll("times") List<Long> times) {
        List<Long> admitted = admittedTimes(limits, times);

        for (Rate rate : List.of(limits.sustained(), limits.burst())) {
            for (int first = 0; first < admitted.size(); first++) {
                for (int last = first; last < admitted.size(); last++) {
                    long window = admitted.get(last) - admitted.get(first);
                    long most = rate.permits()
                            + window * rate.permits() / rate.per().toMillis();
                    assertThat(last - first + 1L).isLessThanOrEqualTo(most);
                }
            }
        }
    }

    @Property
    void sameMessagesGetTheSameAnswers(@ForAll("limits") RateLimits limits, @ForAll("times") List<Long> times) {
        assertThat(run(limits, times)).isEqualTo(run(limits, times));
    }

    @Property
    void everyStateSurvivesStorage(@ForAll("limits") RateLimits limits, @ForAll("times") List<Long> times) {
        assertThat(run(limits, times))
                .allSatisfy(admission -> assertThat(
                                Buckets.fromBytes(admission.after().toBytes()))
                        .isEqualTo(admission.after()));
    }

    @Property
    void readingAnyTailAgainChangesNothing(
            @ForAll("limits") RateLimits limits, @ForAll("times") List<Long> times, @ForAll("splits") int split) {
        List<Admission> once = run(limits, times);
        if (once.isEmpty()) {
            return;
        }
        Buckets last = once.getLast().after();

        for (int i = split % times.size(); i < times.size(); i++) {
            assertThat(limits.admit(last, i, times.get(i)).after()).isEqualTo(last);
            if (!once.get(i).admitted()) {
                assertThat(limits.admit(last, i, times.get(i)).admitted()).isFalse();
            }
        }
    }

    @Property
    void forgettingWhenAllowedIsTheSameAsRemembering(
            @ForAll("limits") RateLimits limits, @ForAll("times") List<Long> times) {
        for (Admission admission : run(limits, times)) {
            long at = limits.forgettableAt(admission.after());
            Admission remembered = limits.admit(admission.after(), 1_000_000, at);
            Admission forgotten = limits.admit(null, 1_000_000, at);

            assertThat(remembered.admitted()).isEqualTo(forgotten.admitted());
            assertThat(remembered.after().sustained())
                    .isEqualTo(forgotten.after().sustained());
            assertThat(remembered.after().burst()).isEqualTo(forgotten.after().burst());
        }
    }

    private static List<Admission> run(RateLimits limits, List<Long> times) {
        List<Admission> answers = new ArrayList<>();
        @Nullable Buckets state = null;
        for (int i = 0; i < times.size(); i++) {
            Admission answer = limits.admit(state, i, times.get(i));
            state = answer.after();
            answers.add(answer);
        }
        return answers;
    }

    /// The times the buckets saw: never going back.
    private static List<Long> admittedTimes(RateLimits limits, List<Long> times) {
        return run(limits, times).stream()
                .filter(Admission::admitted)
                .map(answer -> answer.after().at())
                .toList();
    }

    @Provide
    Arbitrary<RateLimits> limits() {
        Arbitrary<Rate> rates = Combinators.combine(
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.integers().between(1, 5000))
                .as((permits, millis) -> new Rate(permits, Duration.ofMillis(millis)));
        return Combinators.combine(rates, rates).as(RateLimits::new);
    }

    /// Mostly forwards, sometimes back.
    @Provide
    Arbitrary<List<Long>> times() {
        return Arbitraries.integers().between(-300, 700).list().ofMaxSize(120).map(steps -> {
            List<Long> times = new ArrayList<>();
            long time = 1_000_000;
            for (int step : steps) {
                time += step;
                times.add(time);
            }
            return times;
        });
    }

    @Provide
    Arbitrary<Integer> splits() {
        return Arbitraries.integers().between(0, 1000);
    }
}
