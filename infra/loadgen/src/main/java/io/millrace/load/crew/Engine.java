package io.millrace.load.crew;

import io.millrace.load.record.History;
import io.millrace.load.record.Recording;
import io.millrace.load.scenario.Gate;
import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Roster;
import io.millrace.load.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/// Does the work of a part of a run.
@FunctionalInterface
public interface Engine {

    /// Runs to the end.
    ///
    /// @param history where to write every event, or null
    /// @param gate to pass once for each phase
    /// @throws InterruptedException when it was told to end at once, after it has closed what it opened
    void run(Scenario scenario, Roster roster, Part part, Recording recording, @Nullable History history, Gate gate)
            throws InterruptedException;
}
