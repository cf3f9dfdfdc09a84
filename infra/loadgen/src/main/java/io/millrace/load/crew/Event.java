package io.millrace.load.crew;

import io.millrace.load.record.Second;
import io.millrace.load.record.Snapshot;
import io.millrace.load.record.Transcript;
import io.millrace.load.scenario.Phase;
import java.util.List;

/// What a worker tells the leader.
sealed interface Event {

    /// A worker is done with what comes before that phase.
    record Ready(int worker, Phase next) implements Event {}

    /// A second has passed.
    record Passed(int worker, Second second) implements Event {}

    /// A worker is done.
    ///
    /// @param totals everything but the seconds
    record Finished(int worker, Snapshot totals) implements Event {}

    /// A worker cannot go on.
    ///
    /// @param why a sentence without a full stop
    record Failed(int worker, String why) implements Event {}

    /// Somebody wants the run to end.
    record Stop() implements Event {}

    /// An event as a line; without the worker, whom the reader knows.
    static String line(Event event) {
        return switch (event) {
            case Ready(int _, Phase next) -> "ready " + next;
            case Passed(int _, Second second) -> "second " + Transcript.text(second);
            case Finished(int _, Snapshot totals) -> "finished " + Transcript.text(totals);
            case Failed(int _, String why) -> "failed " + why.replace('\n', ' ');
            case Stop() -> "stop";
        };
    }

    /// An event from [#line].
    ///
    /// @throws IllegalArgumentException when it is none
    static Event of(int worker, String line) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        String rest = line.substring(space + 1);
        return switch (word) {
            case "ready" -> new Ready(worker, Phase.valueOf(rest));
            case "second" -> new Passed(worker, Transcript.second(rest));
            case "finished" -> new Finished(worker, Transcript.snapshot(rest, List.of()));
            case "failed" -> new Failed(worker, rest);
            case "stop" -> new Stop();
            default -> throw new IllegalArgumentException("not an event: " + line);
        };
    }
}
