package io.millrace.load.crew;

import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Phase;
import io.millrace.load.scenario.Scenario;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process that rehearses its part.
public final class RehearsalChild {

    private RehearsalChild() {}

    /// Does its part.
    ///
    /// @param args scenario, index, count, history or `-`, what to do: `work` or `die`
    public static void main(String[] args) throws InterruptedException {
        Part part = new Part(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        Engine engine = args[4].equals("die") && part.index() == 1
                ? (_, _, _, _, _, gate) -> {
                    gate.pass(Phase.CONNECT);
                    Runtime.getRuntime().halt(7);
                }
                : new Rehearsal();
        Job job = new Job(Scenario.read(Path.of(args[0])), "r", part, args[3].equals("-") ? null : Path.of(args[3]));
        ChildMain.run(job, engine, System.in, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.exit(0);
    }
}
