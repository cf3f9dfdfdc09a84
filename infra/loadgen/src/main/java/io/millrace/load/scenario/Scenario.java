package io.millrace.load.scenario;

import java.nio.file.Path;

/// Everything a run needs to know.
///
/// @param name for reports
/// @param seed of every random choice; the same seed makes the same choices
/// @param roomPrefix what rooms' names start with, the namespace first, for example `chat:load-`
/// @param connection how clients reach the edges
/// @param phases how long what lasts
/// @param workload what clients do
public record Scenario(
        String name, long seed, String roomPrefix, Connection connection, Phases phases, Workload workload) {

    /// Reads a scenario.
    ///
    /// @throws ScenarioException with every mistake in the file
    public static Scenario read(Path file) {
        return ScenarioFile.read(file);
    }

    /// The same with other ways to reach the edges.
    public Scenario with(Connection other) {
        return new Scenario(name, seed, roomPrefix, other, phases, workload);
    }

    /// The same with other phases.
    public Scenario with(Phases other) {
        return new Scenario(name, seed, roomPrefix, connection, other, workload);
    }

    /// The same with other work.
    public Scenario with(Workload other) {
        return new Scenario(name, seed, roomPrefix, connection, phases, other);
    }
}
