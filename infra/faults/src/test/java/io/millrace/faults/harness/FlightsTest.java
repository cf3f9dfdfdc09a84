package io.millrace.faults.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlightsTest {

    private static final Duration USUAL = Duration.ofNanos(10);

    private final Flights flights = new Flights();

    @Test
    void publicationIsDoneWithTheLastOfItsArrivals() {
        flights.started("a", "room", 100, 2);

        flights.arrived("a", 105);
        assertThat(flights.all()).extracting(Flights.Done::doneNanos).containsExactly(Long.MAX_VALUE);

        flights.arrived("a", 130);
        assertThat(flights.all()).containsExactly(new Flights.Done("a", "room", 100, 130));
    }

    @Test
    void longestWaitIsThatOfTheSlowestPublicationOfTheTime() {
        flight("before", 90, 990);
        flight("fast", 100, 103);
        flight("slow", 110, 150);
        flight("after", 200, 900);

        assertThat(Flights.longestWait(flights.all(), 100, 200, 0)).isEqualTo(Duration.ofNanos(40));
    }

    @Test
    void waitingBeforeTheMomentThatCountsIsNotCounted() {
        flight("waited", 100, 170);

        assertThat(Flights.longestWait(flights.all(), 100, 200, 160)).isEqualTo(Duration.ofNanos(10));
    }

    @Test
    void refusedPublicationIsNotWaitedFor() {
        flights.started("refused", "room", 100, 2);

        flights.refused("refused");

        assertThat(flights.all()).isEmpty();
    }

    @Test
    void flowStopsWithOnePublicationThatWaitsOrWaited() {
        flight("fast", 100, 103);
        assertThat(Flights.isFlowing(flights.all(), 100, 200, USUAL)).isTrue();

        flights.started("waits", "room", 150, 1);
        assertThat(Flights.isFlowing(flights.all(), 100, 200, USUAL)).isFalse();

        flights.arrived("waits", 170);
        assertThat(Flights.isFlowing(flights.all(), 100, 200, USUAL)).isFalse();
        assertThat(Flights.isFlowing(flights.all(), 100, 150, USUAL)).isTrue();
    }

    private void flight(String id, long sent, long done) {
        flights.started(id, "room", sent, 1);
        flights.arrived(id, done);
    }
}
