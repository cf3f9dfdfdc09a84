package io.millrace.load;

import io.millrace.load.crew.ChildMain;
import io.millrace.load.crew.Crew;
import io.millrace.load.crew.Engine;
import io.millrace.load.crew.Job;
import io.millrace.load.crew.Leader;
import io.millrace.load.crew.Preflight;
import io.millrace.load.report.Machine;
import io.millrace.load.report.Reports;
import io.millrace.load.report.Result;
import io.millrace.load.report.Verdict;
import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.scenario.ScenarioException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `infra/loadgen/run`: runs a scenario against edges and reports on it.
@Command(
        name = "infra/loadgen/run",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1",
        description = "Puts load on edges as a scenario says, and reports what came of it. Ctrl-C or SIGTERM ends the"
                + " run early, with a report.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the run ended and every promise was kept",
            "1:the run ended and a promise was broken, for example deliveries are missing",
            "2:the command line or the scenario is wrong",
            "3:the run cannot be made, for example no server answers",
            "143:stopped by SIGTERM (130 by Ctrl-C)"
        })
public final class Main implements Callable<Integer> {

    private static final int EXIT_BROKEN = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_CANNOT = 3;
    private static final int MOST_PROCESSES = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final Engine engine;
    private final String commandLine;
    private final CountDownLatch over = new CountDownLatch(1);

    @Option(
            names = "--edge",
            paramLabel = "URI",
            description = "WebSocket address of an edge, instead of those in the scenario; may be given again")
    private List<URI> edges = List.of();

    @Option(
            names = "--processes",
            paramLabel = "N",
            description = "processes that share the connections (default: as many as the limit of open files asks for)")
    private @Nullable Integer processes;

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "where to write report.txt, report.json and report.html")
    private @Nullable Path report;

    @Option(names = "--history", paramLabel = "FILE", description = "where to write every event, for a history checker")
    private @Nullable Path history;

    @Option(names = "--part", hidden = true, description = "INDEX/COUNT: be a child of another process")
    private @Nullable String part;

    @Option(names = "--run", hidden = true, description = "name of the run, for a child")
    private @Nullable String run;

    @Parameters(paramLabel = "SCENARIO.yaml", description = "what to do; see infra/loadgen/scenarios")
    private Path file = Path.of("");

    Main(PrintStream out, PrintStream err, Engine engine, String[] args) {
        this.out = out;
        this.err = err;
        this.engine = engine;
        this.commandLine = CommandLineText.of(args);
    }

    /// Makes one run.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Main main = new Main(out, err, Engines.standard(), args);
        int code = new CommandLine(main)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .execute(args);
        main.over.countDown();
        System.exit(code);
    }

    @Override
    public Integer call() throws InterruptedException {
        Scenario scenario;
        try {
            scenario = Scenario.read(file);
            for (URI edge : edges) {
                requireEdge(edge);
            }
        } catch (ScenarioException e) {
            e.mistakes().forEach(err::println);
            return EXIT_USAGE;
        }
        Scenario aimed =
                edges.isEmpty() ? scenario : scenario.with(scenario.connection().to(edges));
        try {
            return part == null ? lead(aimed) : follow(aimed, part);
        } catch (UncheckedIOException e) {
            return cannot(e.getMessage());
        }
    }

    private int follow(Scenario scenario, String text) throws InterruptedException {
        String[] numbers = text.split("/", -1);
        Part mine = new Part(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        ChildMain.run(new Job(scenario, String.valueOf(run), mine, history), engine, System.in, out);
        return 0;
    }

    private int lead(Scenario scenario) throws InterruptedException {
        long openFiles = Preflight.openFilesLimit();
        int needed = Preflight.processesNeeded(scenario.workload().connections(), openFiles);
        int count = processes == null ? needed : processes;
        if (count < 1 || count > MOST_PROCESSES) {
            if (processes == null) {
                return cannot(scenario.workload().connections() + " connections would take " + count
                        + " processes, since each may have " + openFiles
                        + " files open: raise the limit with ulimit -n");
            }
            err.println("--processes must be between 1 and " + MOST_PROCESSES + ", is " + processes);
            return EXIT_USAGE;
        }
        Optional<String> obstacle = outputs().or(() -> Preflight.obstacle(scenario, count, openFiles));
        return obstacle.isPresent() ? cannot(obstacle.get()) : run(scenario, count);
    }

    private int run(Scenario scenario, int count) throws InterruptedException {
        String name =
                Long.toString(ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36, 36L * 36 * 36 * 36 * 36), 36);
        Machine machine = new Machine(commandLine);
        Instant started = Instant.now();
        Progress progress = new Progress(out, scenario.phases(), machine);
        Crew crew = new Crew(scenario, name, count, history, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(crew), "stop"));
        Leader.Outcome outcome = crew.run(engine, job -> Children.command(job, file, edges));
        return switch (outcome) {
            case Leader.Outcome.Failed(String why) -> cannot(why);
            case Leader.Outcome.Ended ended ->
                report(new Result(
                        scenario,
                        name,
                        started,
                        count,
                        ended.stopped(),
                        ended.timeline(),
                        machine.environment(),
                        ended.snapshot()));
        };
    }

    private int report(Result result) {
        out.println();
        out.print(Reports.text(result));
        if (report != null) {
            try {
                Reports.write(result, report);
                out.println("Report: " + report.resolve("report.html"));
            } catch (IOException e) {
                return cannot("the report cannot be written to " + report + ": " + e.getMessage());
            }
        }
        return Verdict.of(result).isKept() ? 0 : EXIT_BROKEN;
    }

    /// Whether everything can be written that shall be, before an hour has gone by.
    private Optional<String> outputs() {
        try {
            if (report != null) {
                Files.createDirectories(report);
            }
            if (history != null) {
                Files.newOutputStream(history).close();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot write to " + e.getMessage());
        }
    }

    private int cannot(@Nullable String why) {
        err.println("The run cannot be made: " + why + ".");
        return EXIT_CANNOT;
    }

    /// Holds the end of this process up until the report is out.
    private void stop(Crew crew) {
        crew.stop();
        try {
            var _ = over.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireEdge(URI edge) {
        if (edge.getHost() == null || !("ws".equals(edge.getScheme()) || "wss".equals(edge.getScheme()))) {
            throw new ScenarioException(List.of("--edge must be a WebSocket address such as"
                    + " ws://127.0.0.1:8000/connection/websocket, is " + edge));
        }
    }
}
