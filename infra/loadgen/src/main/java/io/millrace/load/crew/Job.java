package io.millrace.load.crew;

import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Roster;
import io.millrace.load.scenario.Scenario;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One worker's part of a run.
///
/// @param run name of the run
/// @param history file to write, or null for none
public record Job(
        Scenario scenario, String run, Part part, @Nullable Path history) {

    Roster roster() {
        return new Roster(scenario, run);
    }
}
