package io.millrace.faults.matrix;

import io.millrace.cluster.ClusterException;
import io.millrace.faults.fault.FaultException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `infra/faults/run`: plays faults against the whole system and says whether every promise was kept.
@Command(
        name = "infra/faults/run",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1",
        description = "Runs the whole system as processes on this machine, lets clients chat, lets something go wrong,"
                + " and checks the whole history. Without options: --quick.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every promise was kept",
            "1:a message was lost, repeated or reordered, or recovery took too long",
            "2:the command line is wrong",
            "3:the run was not possible"
        })
public final class Main implements Callable<Integer> {

    private static final int EXIT_BROKEN = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_IMPOSSIBLE = 3;

    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--list", description = "print the names of all cells and end")
    private boolean list;

    @Option(names = "--quick", description = "kill each component once; less than ten minutes")
    private boolean quick;

    @Option(names = "--full", description = "play every cell")
    private boolean full;

    @Option(names = "--cell", paramLabel = "FAULT:COMPONENT", description = "play this cell; may be repeated")
    private List<String> names = List.of();

    @Option(
            names = "--mix",
            paramLabel = "MINUTES",
            arity = "0..1",
            fallbackValue = "10",
            description = "play faults by chance, one after the other, for so long (default: 10)")
    private @Nullable Integer mixMinutes;

    @Option(names = "--seed", paramLabel = "N", description = "repeat the choices of an earlier run")
    private long seed = System.nanoTime() & 0xffff;

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "where matrix.txt and matrix.json are written (default: infra/faults/target/report)")
    private Path report = Path.of(System.getProperty("millrace.report", "target/report"));

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "publications a second of all clients together, 1 to 10000 (default: 100)")
    private int rate = 100;

    @Option(
            names = "--slack",
            paramLabel = "N",
            description = "on a machine that does other work: let recovery take N times its target, and do not ask for"
                    + " progress meanwhile (default: 1)")
    private int slack = 1;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of the services, for example kafka.standbys=0; may be repeated")
    private Map<String, String> settings = Map.of();

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Runs and ends the process.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    /// Runs, and tells the exit code.
    static int run(PrintStream out, PrintStream err, String... args) {
        return new CommandLine(new Main(out, err))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((mistake, _) -> {
                    err.println(mistake.getMessage() + "; see --help");
                    return EXIT_USAGE;
                })
                .execute(args);
    }

    @Override
    public Integer call() {
        if (list) {
            Cells.full().forEach(cell -> out.println(cell.name()));
            return 0;
        }
        if (rate < 1 || rate > 10_000) {
            err.println("--rate must be 1 to 10000, is " + rate);
            return EXIT_USAGE;
        }
        if (slack < 1 || slack > 100) {
            err.println("--slack must be 1 to 100, is " + slack);
            return EXIT_USAGE;
        }
        Integer minutes = mixMinutes;
        if (minutes != null && (minutes < 1 || minutes > 24 * 60)) {
            err.println("--mix must be 1 to 1440 minutes, is " + minutes);
            return EXIT_USAGE;
        }
        List<Cell> cells = new ArrayList<>();
        for (String name : names) {
            @Nullable Cell cell = Cells.named(name).orElse(null);
            if (cell == null) {
                err.println("there is no cell " + name + "; --list names them all");
                return EXIT_USAGE;
            }
            cells.add(cell);
        }
        if ((cells.isEmpty() && minutes == null) || quick || full) {
            cells.addAll(full ? Cells.full() : Cells.quick());
        }
        if (minutes != null) {
            cells.add(MixCells.mix(Duration.ofMinutes(minutes), out::println));
        }
        return play(cells);
    }

    private int play(List<Cell> cells) {
        out.println("seed " + seed + ", " + cells.size() + " cells; starting the system ...");
        try (Matrix matrix = new Matrix(out, seed, report, new Matrix.Options(rate, slack, settings))) {
            Report played = matrix.play(cells);
            played.write(report);
            out.println((played.isKept() ? "Every promise was kept" : "Promises were BROKEN") + ", "
                    + played.took().toSeconds() + " s; " + report.resolve("matrix.json"));
            return played.isKept() ? 0 : EXIT_BROKEN;
        } catch (ClusterException | FaultException e) {
            err.println("The run was not possible: " + e.getMessage());
            return EXIT_IMPOSSIBLE;
        } catch (IOException e) {
            err.println("The report cannot be written to " + report + ": " + e.getMessage());
            return EXIT_IMPOSSIBLE;
        }
    }
}
