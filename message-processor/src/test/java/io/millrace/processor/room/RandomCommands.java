package io.millrace.processor.room;

import io.millrace.processor.room.Decision.Outcome;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/// Random command sequences with what the decisions alone make of them, for tests of the machinery around.
///
/// @param inputs records in order, as they would stand in partition 0 from offset 0
/// @param events that follow, in order
/// @param deliveries that follow, in order
public record RandomCommands(List<Input> inputs, List<RoomEvent> events, List<Delivery> deliveries) {

    /// One record.
    public record Input(@Nullable String key, RoomCommand command, Instant time) {}

    public static final RoomSettings SETTINGS = Partition.SETTINGS;
    public static final RoomPolicies POLICIES = Partition.POLICIES;

    public static Arbitrary<RandomCommands> arbitrary() {
        return Step.sequences().map(steps -> {
            Run run = Run.of(steps, SETTINGS);
            List<RoomEvent> events = new ArrayList<>();
            List<Delivery> deliveries = new ArrayList<>();
            for (Decision decision : run.decisions) {
                if (decision instanceof Outcome outcome) {
                    events.addAll(outcome.events());
                    deliveries.addAll(outcome.deliveries());
                }
            }
            return new RandomCommands(run.inputs(), events, deliveries);
        });
    }
}
