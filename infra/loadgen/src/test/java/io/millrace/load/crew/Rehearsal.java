package io.millrace.load.crew;

import io.millrace.load.record.Counter;
import io.millrace.load.record.History;
import io.millrace.load.record.Lane;
import io.millrace.load.record.Recording;
import io.millrace.load.record.Timing;
import io.millrace.load.scenario.Gate;
import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Phase;
import io.millrace.load.scenario.Roster;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.scenario.Schedule;
import io.millrace.load.scenario.Seat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An engine without a network: everything that is sent arrives at once, everywhere.
final class Rehearsal implements Engine {

    @Override
    public void run(
            Scenario scenario, Roster roster, Part part, Recording recording, @Nullable History history, Gate gate)
            throws InterruptedException {
        Lane lane = recording.lane();
        gate.pass(Phase.CONNECT);
        Set<Integer> mine = roster.connections(part).boxed().collect(Collectors.toSet());
        lane.count(Counter.OPENED, mine.size());
        lane.count(Counter.SUBSCRIBED, mine.size());
        // Who is told to stop closes what is open, also when that is before anything was sent.
        try {
            long start = gate.pass(Phase.LOAD);
            send(new Schedule(scenario.workload().traffic().rate(), scenario.phases()), roster, mine, start, lane);
            gate.pass(Phase.DRAIN);
            gate.pass(Phase.CLOSE);
            if (history != null) {
                history.unknown(start, "part-" + part.index());
            }
        } finally {
            mine.forEach(_ -> lane.closed(1_000));
        }
    }

    private static void send(Schedule schedule, Roster roster, Set<Integer> mine, long start, Lane lane)
            throws InterruptedException {
        for (long number = 0; number < schedule.operations(); number++) {
            long due = start + schedule.due(number);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            int sender = roster.sender(number);
            if (mine.contains(sender)) {
                lane.count(Counter.SENT);
                lane.count(Counter.ACKED);
                lane.count(Counter.EXPECTED, roster.audience());
            }
            int room = ((Seat.Member) roster.seat(sender)).room();
            for (int connection : List.copyOf(mine)) {
                if (roster.seat(connection) instanceof Seat.Member(int where, boolean _) && where == room) {
                    lane.count(Counter.DELIVERED);
                    lane.time(Timing.DELIVERY, due, due + 1_000_000);
                }
            }
        }
    }
}
