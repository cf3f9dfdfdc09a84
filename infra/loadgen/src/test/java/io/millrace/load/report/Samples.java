package io.millrace.load.report;

import io.millrace.load.record.Counter;
import io.millrace.load.record.Lane;
import io.millrace.load.record.Recording;
import io.millrace.load.record.Timing;
import io.millrace.load.scenario.Connection;
import io.millrace.load.scenario.Encoding;
import io.millrace.load.scenario.Phases;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.scenario.Tokens;
import io.millrace.load.scenario.Traffic;
import io.millrace.load.scenario.Workload;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Runs that were never made.
final class Samples {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final Environment ENVIRONMENT = new Environment(
            2,
            "Some CPU <fast> & \"cheap\"",
            24L << 30,
            0.25,
            1.5,
            0.4,
            "Some VM 25",
            "Linux 6 amd64",
            "infra/loadgen/run chat.yaml");

    private Samples() {}

    /// 2 s of connecting, 1 s ramp, 3 s steady, 1 s drain; everything arrives.
    static Result good() {
        return result(recording(), false);
    }

    /// The same with a hole, a duplicate, a refusal and a delivery too few.
    static Result bad() {
        Recording recording = recording();
        Lane lane = recording.lane();
        lane.count(Counter.EXPECTED);
        lane.count(Counter.GAPS);
        lane.count(Counter.DUPLICATES, 2);
        lane.refused(111);
        lane.closed(3_008);
        recording.sample(10 * SECOND);
        return result(recording, false);
    }

    /// The good one, stopped early.
    static Result stopped() {
        return result(recording(), true);
    }

    private static Recording recording() {
        Recording recording = new Recording();
        Lane lane = recording.lane();
        recording.steady(5 * SECOND, 8 * SECOND);
        for (int second = 2; second < 9; second++) {
            if (second < 4) {
                lane.count(Counter.OPENED, 2);
                lane.count(Counter.SUBSCRIBED, 2);
                lane.time(Timing.CONNECT, 0, 7 * MILLI);
                lane.time(Timing.CONNECT, 0, 9 * MILLI);
            } else if (second < 8) {
                for (int number = 0; number < 10; number++) {
                    long due = second * SECOND + number * 100L * MILLI;
                    lane.count(Counter.SENT);
                    lane.count(Counter.ACKED);
                    lane.count(Counter.EXPECTED, 2);
                    lane.count(Counter.DELIVERED, 2);
                    lane.time(Timing.ACK, due, due + 2 * MILLI);
                    lane.time(Timing.DELIVERY, due, due + 3 * MILLI);
                    lane.time(Timing.DELIVERY, due, due + (3L + number) * MILLI);
                    lane.lag(MILLI / 2);
                }
            }
            recording.sample((second + 1) * SECOND);
        }
        return recording;
    }

    private static Result result(Recording recording, boolean stopped) {
        Scenario scenario = new Scenario(
                "Sample <b>",
                1,
                "chat:load-",
                new Connection(
                        List.of(URI.create("ws://user:secret@127.0.0.1:8080/connection/websocket?token=secret")),
                        Encoding.JSON,
                        List.of(),
                        500,
                        2,
                        new Tokens.Signed("secret")),
                new Phases(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(1)),
                new Workload.Chat(new Traffic(2, 2, 1, 10, 160), 0));
        return new Result(
                scenario,
                "r1",
                Instant.parse("2026-01-02T03:04:05Z"),
                1,
                stopped,
                new Timeline(2 * SECOND, 4 * SECOND, 5 * SECOND, 8 * SECOND, 9 * SECOND),
                ENVIRONMENT,
                recording.snapshot());
    }
}
