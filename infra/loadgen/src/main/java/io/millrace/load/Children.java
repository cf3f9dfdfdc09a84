package io.millrace.load;

import io.millrace.load.crew.Job;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this program starts itself again.
final class Children {

    private Children() {}

    /// The command of a process for one part of a run; the same Java with the same options.
    static List<String> command(Job job, Path scenario, List<URI> edges) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("--part", job.part().index() + "/" + job.part().count(), "--run", job.run()));
        edges.forEach(edge -> command.addAll(List.of("--edge", edge.toString())));
        if (job.history() != null) {
            command.addAll(List.of("--history", job.history().toString()));
        }
        command.add(scenario.toString());
        return command;
    }
}
