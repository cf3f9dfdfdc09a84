package io.millrace.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TestClockTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private final TestClock clock = TestClock.at(NOON);

    @Test
    void timeStandsStillUntilItIsMoved() {
        assertThat(clock.instant()).isEqualTo(NOON);

        assertThat(clock.advance(Duration.ofSeconds(5))).isEqualTo(NOON.plusSeconds(5));
        assertThat(clock.millis()).isEqualTo(NOON.plusSeconds(5).toEpochMilli());
    }

    @Test
    void clockMayBePutBackButNotAdvancedBack() {
        clock.set(NOON.minusSeconds(1));

        assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(1));
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
    }

    @Test
    void otherZoneShowsTheSameTime() {
        TestClock vienna = clock.withZone(ZoneId.of("Europe/Vienna"));

        clock.advance(Duration.ofMinutes(1));

        assertThat(vienna.instant()).isEqualTo(NOON.plusSeconds(60));
        assertThat(vienna.getZone()).isEqualTo(ZoneId.of("Europe/Vienna"));
    }
}
