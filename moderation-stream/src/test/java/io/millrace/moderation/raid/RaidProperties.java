package io.millrace.moderation.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.moderation.text.Fingerprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RaidProperties {

    private static final long DAY = Duration.ofDays(1).toMillis();

    record Event(int person, boolean joins, int text, long at) {}

    @Property(tries = 300)
    void signIsGivenExactlyWhenTheWindowHoldsSoManyDifferentPeople(@ForAll("events") List<Event> events) {
        Crowd crowd = new Crowd(4, Duration.ofSeconds(10));
        RaidRules rules = rules(null, null, crowd);
        RoomWatch watch = new RoomWatch();
        Map<String, Long> lastAt = new HashMap<>();
        long now = Long.MIN_VALUE;

        for (Event event : events) {
            now = Math.max(now, event.at);
            Sign sign = watch.wrote(rules, person(event.person), false, text(event.text), event.at);
            lastAt.put(event.person + "/" + event.text, now);
            long oldest = now - crowd.window().toMillis();
            long people = lastAt.entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith("/" + event.text) && entry.getValue() > oldest)
                    .count();
            assertThat(sign).isEqualTo(people >= 4 ? new Sign(Cause.SAME_TEXT, (int) people) : null);
        }
    }

    @Property(tries = 300)
    void countOfStrangersNeverExceedsTheLimitNorTheDifferentPeople(@ForAll("events") List<Event> events) {
        RaidRules rules = rules(new Crowd(3, Duration.ofSeconds(20)), new Crowd(5, Duration.ofSeconds(20)), null);
        RoomWatch watch = new RoomWatch();

        for (Event event : events) {
            Person person = person(event.person);
            @Nullable
            Sign sign = event.joins
                    ? watch.joined(rules, person, true, event.at)
                    : watch.wrote(rules, person, true, null, event.at);
            if (sign != null) {
                assertThat(sign.count()).isEqualTo(sign.cause() == Cause.JOINS ? 3 : 5);
            }
        }
    }

    @Property(tries = 300)
    void whoWasThereIsKnownForThirtyDaysAndAllAreForgottenAfterSixty(@ForAll("events") List<Event> events) {
        long at = 0;
        for (Event event : events) {
            at = Math.max(at, event.at);
            Person person = person(event.person);
            KnownPeople part = KnownPeople.with(null, person, at);
            KnownPeople stored = KnownPeople.fromBytes(part.toBytes());

            assertThat(stored).isEqualTo(part);
            assertThat(KnownPeople.with(part, person, at)).isSameAs(part);
            assertThat(KnownPeople.contains(stored, person, at + 59 * DAY)).isTrue();
            assertThat(KnownPeople.contains(stored, person, at + 60 * DAY)).isFalse();
            assertThat(KnownPeople.contains(null, person, at)).isFalse();
        }
    }

    @Property(tries = 5)
    void hardlyAnyStrangerIsTakenForKnown(@ForAll("seeds") int seed) {
        Map<Integer, KnownPeople> parts = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            Person person = Person.of("user-" + seed + "-" + i, "");
            parts.merge(
                    KnownPeople.part(person),
                    KnownPeople.with(null, person, 0),
                    (known, _) -> KnownPeople.with(known, person, 0));
        }

        int mistaken = 0;
        for (int i = 0; i < 20_000; i++) {
            Person stranger = Person.of("stranger-" + i, "");
            mistaken += KnownPeople.contains(parts.get(KnownPeople.part(stranger)), stranger, 1) ? 1 : 0;
        }

        assertThat(parts).hasSizeLessThanOrEqualTo(KnownPeople.PARTS);
        assertThat(mistaken / 20_000.0).isLessThan(0.02);
    }

    @Property(tries = 100)
    void bytesThatAreNoKnownPeopleAreRefused(@ForAll byte[] noise) {
        if (noise.length != KnownPeople.with(null, person(1), 0).toBytes().length) {
            assertThatIllegalArgumentException().isThrownBy(() -> KnownPeople.fromBytes(noise));
        }
    }

    private static Person person(int number) {
        return Person.of("user-" + number, "c");
    }

    /// Fingerprints far from each other.
    private static Fingerprint text(int number) {
        long bits = number % 2 == 0 ? 0xFFFF_FFFFL : 0xFFFF_FFFF_0000_0000L;
        return new Fingerprint(number, number < 2 ? bits : 0xFFFF_0000_FFFF_0000L, 40);
    }

    private static RaidRules rules(@Nullable Crowd joins, @Nullable Crowd newcomers, @Nullable Crowd sameText) {
        return new RaidRules(
                joins, newcomers, sameText, WatchedTexts.DEFAULT, Duration.ofMinutes(10), Duration.ZERO, false);
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Event> steps = Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.longs().between(-500, 4_000))
                .as(Event::new);
        return steps.list().ofMaxSize(100).map(list -> {
            List<Event> events = new ArrayList<>();
            long time = 1_000_000;
            for (Event step : list) {
                time += step.at;
                events.add(new Event(step.person, step.joins, step.text, time));
            }
            return events;
        });
    }

    @Provide
    Arbitrary<Integer> seeds() {
        return Arbitraries.integers().between(0, 1_000);
    }
}
