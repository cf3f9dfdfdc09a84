package io.millrace.load.run;

import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Seat;
import io.millrace.load.scenario.Workload;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The clients of this process by their number in the whole run. Immutable once made.
final class Clients {

    private final IntObjectMap<Participant> byNumber = new IntObjectHashMap<>();
    private final List<Participant> inOrder = new ArrayList<>();

    Clients(Stage stage, Readiness readiness, Part part) {
        stage.roster().connections(part).forEach(number -> {
            Participant participant = participant(stage, readiness, number);
            byNumber.put(number, participant);
            inOrder.add(participant);
        });
    }

    /// The client with that number, or null when it is another process's.
    @Nullable
    Participant get(int connection) {
        return byNumber.get(connection);
    }

    /// In the order in which they connect.
    List<Participant> inOrder() {
        return inOrder;
    }

    void members(Consumer<Member> action) {
        for (Participant participant : inOrder) {
            if (participant instanceof Member member) {
                action.accept(member);
            }
        }
    }

    private static Participant participant(Stage stage, Readiness readiness, int number) {
        return switch (stage.roster().seat(number)) {
            case Seat.Member(int room, boolean slow) ->
                new Member(stage, readiness, number, room, slow ? slowReading(stage) : null);
            case Seat.Idle _ -> new Idler(stage, readiness, number);
            case Seat.Wanderer _ -> new Wanderer(stage, readiness, number);
            case Seat.Visitor _ ->
                new Visitor(stage, readiness, number, stay(stage.scenario().workload()));
        };
    }

    private static SlowReading slowReading(Stage stage) {
        return new SlowReading(
                stage.scenario().workload() instanceof Workload.SlowReaders slow ? slow.bytesPerSecond() : 0);
    }

    private static Duration stay(Workload workload) {
        return workload instanceof Workload.PresenceChurn churn ? churn.stay() : Duration.ZERO;
    }
}
