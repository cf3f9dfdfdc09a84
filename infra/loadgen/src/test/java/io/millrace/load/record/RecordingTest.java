package io.millrace.load.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.PackedHistogram;
import org.junit.jupiter.api.Test;

class RecordingTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    @Test
    void onlyWhatWasDueWhileSteadyIsInTheResult() {
        Recording recording = new Recording();
        Lane lane = recording.lane();

        lane.time(Timing.DELIVERY, SECOND, SECOND + 7 * MILLI);
        recording.steady(10 * SECOND, 20 * SECOND);
        lane.time(Timing.DELIVERY, 10 * SECOND - 1, 10 * SECOND + 8 * MILLI);
        lane.time(Timing.DELIVERY, 10 * SECOND, 10 * SECOND + 3 * MILLI);
        lane.time(Timing.DELIVERY, 20 * SECOND - 1, 25 * SECOND);
        lane.time(Timing.DELIVERY, 20 * SECOND, 20 * SECOND + 9 * MILLI);
        lane.time(Timing.CONNECT, SECOND, SECOND + MILLI);
        Second second = recording.sample(26 * SECOND);

        Snapshot snapshot = recording.snapshot();
        assertThat(snapshot.timing(Timing.DELIVERY).getTotalCount()).isEqualTo(2);
        assertThat(snapshot.timing(Timing.DELIVERY).getMinNonZeroValue()).isEqualTo(3_000);
        assertThat(snapshot.timing(Timing.CONNECT).getTotalCount()).isEqualTo(1);
        assertThat(snapshot.timing(Timing.RECOVERY).getTotalCount()).isZero();
        assertThat(timed(second)).isEqualTo(5);
    }

    @Test
    void steadyTimesMayBeNegative() {
        Recording recording = new Recording();
        recording.steady(-5 * SECOND, 5 * SECOND);

        assertThat(recording.isSteady(-5 * SECOND)).isTrue();
        assertThat(recording.isSteady(0)).isTrue();
        assertThat(recording.isSteady(-6 * SECOND)).isFalse();
        assertThat(recording.isSteady(5 * SECOND)).isFalse();
    }

    @Test
    void secondsAreWhatWasAddedSinceTheLastOne() {
        Recording recording = new Recording();
        Lane one = recording.lane();
        Lane two = recording.lane();

        one.count(Counter.OPENED, 3);
        two.count(Counter.OPENED);
        two.lag(7);
        one.lag(5);
        Second first = recording.sample(3 * SECOND + 1);
        one.count(Counter.SENT);
        two.closed(3_008);
        Second second = recording.sample(4 * SECOND + 2);

        assertThat(first).isEqualTo(new Second(3, Map.of(Counter.OPENED, 4L), 4, 7, Map.of()));
        assertThat(second).isEqualTo(new Second(4, Map.of(Counter.SENT, 1L, Counter.CLOSED, 1L), 3, 0, Map.of()));
        assertThat(recording.open()).isEqualTo(3);
        assertThat(recording.snapshot().closed()).isEqualTo(Map.of(3_008, 1L));
        assertThat(recording.snapshot().seconds()).containsExactly(first, second);
    }

    @Test
    void lanesOfSeveralThreadsLoseNothing() throws InterruptedException {
        Recording recording = new Recording();
        recording.steady(0, Long.MAX_VALUE - 1);
        int each = 200_000;
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            Lane lane = recording.lane();
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    lane.count(Counter.DELIVERED);
                    lane.time(Timing.DELIVERY, 0, 1_000L * i);
                }
            }));
        }
        long moment = 0;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            recording.sample(moment++ * SECOND);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        recording.sample(moment * SECOND);

        Snapshot snapshot = recording.snapshot();
        assertThat(snapshot.count(Counter.DELIVERED)).isEqualTo(3L * each);
        assertThat(snapshot.timing(Timing.DELIVERY).getTotalCount()).isEqualTo(3L * each);
        assertThat(snapshot.seconds().stream()
                        .mapToLong(second -> second.count(Counter.DELIVERED))
                        .sum())
                .isEqualTo(3L * each);
        assertThat(snapshot.seconds().stream().mapToLong(RecordingTest::timed).sum())
                .isEqualTo(3L * each);
    }

    @Test
    void processesTogetherAreExactlyWhatOneWouldHaveMeasured() {
        Recording whole = new Recording();
        Recording[] parts = {new Recording(), new Recording(), new Recording()};
        Lane wholeLane = whole.lane();
        Lane[] lanes = {parts[0].lane(), parts[1].lane(), parts[2].lane()};
        whole.steady(0, 60 * SECOND);
        for (Recording part : parts) {
            part.steady(0, 60 * SECOND);
        }
        Random random = new Random(5);
        for (int second = 0; second < 5; second++) {
            for (int event = 0; event < 1_000; event++) {
                Lane lane = lanes[random.nextInt(3)];
                long due = second * SECOND + event;
                long took = (long) Math.exp(random.nextDouble() * 22);
                for (Lane each : new Lane[] {lane, wholeLane}) {
                    each.count(Counter.DELIVERED);
                    each.time(Timing.DELIVERY, due, due + took);
                    if (event % 100 == 0) {
                        each.closed(3_000 + second);
                        each.refused(111);
                        each.lag(took);
                    }
                }
            }
            whole.sample((second + 1) * SECOND);
            for (Recording part : parts) {
                part.sample((second + 1) * SECOND);
            }
        }

        Snapshot sum = Snapshot.EMPTY;
        for (Recording part : parts) {
            Snapshot snapshot = part.snapshot();
            sum = sum.plus(Transcript.snapshot(
                    Transcript.text(snapshot),
                    snapshot.seconds().stream()
                            .map(second -> Transcript.second(Transcript.text(second)))
                            .toList()));
        }

        assertThat(sum).isEqualTo(whole.snapshot());
        assertThat(sum.timing(Timing.DELIVERY).getTotalCount()).isEqualTo(5_000);
        assertThat(sum.seconds()).hasSize(5);
    }

    @Test
    void transcriptsAreExact() {
        Recording recording = new Recording();
        recording.steady(0, SECOND);
        Lane lane = recording.lane();
        lane.count(Counter.BYTES_IN, Long.MAX_VALUE);
        lane.refused(111);
        lane.closed(1_006);
        lane.time(Timing.ACK, 0, 123_456_789);
        lane.time(Timing.ACK, 0, Long.MAX_VALUE);
        lane.time(Timing.ACK, 10, 0);
        Second second = recording.sample(SECOND);
        Snapshot snapshot = recording.snapshot();

        assertThat(Transcript.second(Transcript.text(second))).isEqualTo(second);
        assertThat(Transcript.snapshot(Transcript.text(snapshot), snapshot.seconds()))
                .isEqualTo(snapshot);
        assertThat(Transcript.text(snapshot)).doesNotContain("\n");
        assertThatThrownBy(() -> Transcript.second("{")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Transcript.second("{\"timings\":{\"ack\":\"AAAA\"}}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasSkippedIsNotMissing() {
        Recording recording = new Recording();
        Lane lane = recording.lane();
        lane.count(Counter.EXPECTED, 10);
        lane.count(Counter.DELIVERED, 6);
        lane.count(Counter.SKIPPED, 3);

        assertThat(recording.snapshot().missing()).isEqualTo(1);
    }

    private static long timed(Second second) {
        PackedHistogram histogram = second.timings().get(Timing.DELIVERY);
        return histogram == null ? 0 : histogram.getTotalCount();
    }
}
