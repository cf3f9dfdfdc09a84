package io.millrace.load.crew;

import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Scenario;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A whole run: this process alone, or as the leader of others.
public final class Crew {

    private final Scenario scenario;
    private final String run;
    private final int processes;
    private final @Nullable Path history;
    private final Leader leader;

    /// @param history file to write, or null for none
    public Crew(Scenario scenario, String run, int processes, @Nullable Path history, Leader.Watcher watcher) {
        this.scenario = scenario;
        this.run = run;
        this.processes = processes;
        this.history = history;
        this.leader = new Leader(scenario, watcher);
    }

    /// Asks for an early end; from any thread.
    public void stop() {
        leader.stop();
    }

    /// Runs to the end. With one process the engine works in this one, otherwise each part has a process of its
    /// own and this one only leads.
    ///
    /// @param engine for a run in this process
    /// @param command of a process that calls [ChildMain#run]
    /// @throws InterruptedException when the thread is interrupted; nothing runs then
    public Leader.Outcome run(Engine engine, Function<Job, List<String>> command) throws InterruptedException {
        if (processes == 1) {
            leader.add(LocalWorker.launch(new Job(scenario, run, Part.WHOLE, history), engine, leader.events()));
            return leader.lead();
        }
        List<Job> jobs = new ArrayList<>();
        for (int index = 0; index < processes; index++) {
            jobs.add(new Job(scenario, run, new Part(index, processes), partOfHistory(index)));
        }
        try {
            return lead(jobs, command);
        } finally {
            collect(jobs);
        }
    }

    private Leader.Outcome lead(List<Job> jobs, Function<Job, List<String>> command) throws InterruptedException {
        List<Worker> launched = new ArrayList<>();
        try {
            for (Job job : jobs) {
                launched.add(ChildWorker.launch(job.part(), command.apply(job), leader.events()));
            }
        } catch (IOException e) {
            launched.forEach(Worker::close);
            return new Leader.Outcome.Failed("no process can be started: " + e.getMessage());
        }
        launched.forEach(leader::add);
        return leader.lead();
    }

    private @Nullable Path partOfHistory(int index) {
        return history == null ? null : history.resolveSibling(history.getFileName() + ".part-" + index);
    }

    /// Makes one history of those of all processes.
    private void collect(List<Job> jobs) {
        if (history == null) {
            return;
        }
        try (OutputStream out = Files.newOutputStream(history)) {
            for (Job job : jobs) {
                Path part = job.history();
                if (part != null && Files.exists(part)) {
                    Files.copy(part, out);
                    Files.delete(part);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the history " + history + ": " + e.getMessage(), e);
        }
    }
}
