package io.millrace.moderation.strike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class EscalationProperties {

    private static final long START = 1_800_000_000_000L;

    private final Escalation escalation = new Escalation(new Ladder(
            Duration.ofHours(10),
            List.of(Step.warn(1), Step.timeout(3, Duration.ofMinutes(5)), Step.banProposal(6)),
            Map.of(),
            Map.of()));

    record Event(String message, long at, double weight, boolean pardon) {}

    @Property(tries = 500)
    void valueOnlyFallsBetweenStrikes(@ForAll("events") List<Event> events) {
        Strikes last = run(events).getLast().after();

        double before = escalation.value(last, last.at());
        for (long hour = 1; hour < 100; hour++) {
            double now =
                    escalation.value(last, last.at() + Duration.ofHours(hour).toMillis());
            assertThat(now).isLessThanOrEqualTo(before);
            before = now;
        }
        assertThat(escalation.value(last, last.forgettableAt())).isLessThan(0.021);
    }

    @Property(tries = 500)
    void strikeNeverLowersAndPardonNeverRaises(@ForAll("events") List<Event> events) {
        Strikes state = Strikes.NONE;
        for (Event event : events) {
            double before = escalation.value(state, Math.max(event.at, state.at()));
            state = apply(state, event).after();
            double after = escalation.value(state, Math.max(event.at, state.at()));
            if (event.pardon) {
                assertThat(after).isBetween(-1e-9, before + 1e-5);
            } else {
                assertThat(after).isBetween(before - 1e-5, before + event.weight + 1e-5);
            }
        }
    }

    @Property(tries = 500)
    void sameEventAgainAtOnceChangesNothing(@ForAll("events") List<Event> events) {
        for (Struck struck : run(events)) {
            Strikes stored = Strikes.fromBytes(struck.after().toBytes());
            assertThat(stored).isEqualTo(struck.after());
        }
        Strikes state = Strikes.NONE;
        for (Event event : events) {
            Struck first = apply(state, event);
            Struck again = apply(first.after(), event);
            assertThat(again.after()).isEqualTo(first.after());
            if (!event.pardon) {
                assertThat(again.step()).isEqualTo(first.step());
            }
            state = first.after();
        }
    }

    @Property(tries = 500)
    void noStepIsTakenTwiceWithoutTheValueHavingFallen(@ForAll("strikes") List<Event> events) {
        Strikes state = Strikes.NONE;
        double lowest = 0;
        @Nullable Step last = null;
        for (Event event : events) {
            lowest = Math.min(lowest, escalation.value(state, Math.max(event.at, state.at())));
            Struck struck = apply(state, event);
            boolean repeat = struck.after().equals(state);
            Step step = repeat ? null : struck.step();
            if (step != null) {
                if (last != null && step.strikes() <= last.strikes()) {
                    assertThat(lowest).isLessThan(last.strikes() * 0.8 + 1e-5);
                }
                last = step;
                lowest = escalation.value(struck.after(), struck.after().at());
            }
            state = struck.after();
        }
    }

    @Property(tries = 100)
    void bytesThatAreNoStrikesAreRefused(@ForAll("events") List<Event> events) {
        byte[] stored = run(events).getLast().after().toBytes();

        for (int length = 0; length < stored.length; length++) {
            byte[] cut = Arrays.copyOf(stored, length);
            assertThatIllegalArgumentException().isThrownBy(() -> Strikes.fromBytes(cut));
        }
        stored[0] = 9;
        assertThatIllegalArgumentException().isThrownBy(() -> Strikes.fromBytes(stored));
    }

    private List<Struck> run(List<Event> events) {
        List<Struck> answers = new ArrayList<>();
        Strikes state = Strikes.NONE;
        for (Event event : events) {
            Struck struck = apply(state, event);
            state = struck.after();
            answers.add(struck);
        }
        return answers;
    }

    private Struck apply(Strikes state, Event event) {
        return event.pardon
                ? escalation.pardon(state, event.message, event.at)
                : escalation.strike(state, event.message, event.at, event.weight);
    }

    @Provide
    Arbitrary<List<Event>> events() {
        return events(Arbitraries.of(false, false, false, true));
    }

    @Provide
    Arbitrary<List<Event>> strikes() {
        return events(Arbitraries.just(false));
    }

    private static Arbitrary<List<Event>> events(Arbitrary<Boolean> pardons) {
        Arbitrary<Event> steps = Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.longs().between(-60_000, 4 * 3_600_000L),
                        Arbitraries.of(0.25, 0.5, 1.0, 2.0),
                        pardons)
                .as((message, step, weight, pardon) -> new Event("m-" + message, step, weight, pardon));
        return steps.list().ofMinSize(1).ofMaxSize(80).map(list -> {
            List<Event> events = new ArrayList<>();
            long time = START;
            for (Event step : list) {
                time += step.at;
                events.add(new Event(step.message, time, step.weight, step.pardon));
            }
            return events;
        });
    }
}
