package io.millrace.faults.file;

import io.millrace.faults.check.Anomaly;
import io.millrace.faults.check.Attempt;
import io.millrace.faults.check.History;
import io.millrace.faults.check.HistoryChecker;
import io.millrace.faults.check.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `infra/faults/check`: says whether the history of a load was as it has to be.
@Command(
        name = "infra/faults/check",
        description = "Checks the history that a load generator has written, all files of a run together.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every promise was kept", "1:a promise was broken", "2:usage", "3:a file cannot be read"})
public final class Main implements Callable<Integer> {

    private static final int EXIT_BROKEN = 1;
    private static final int EXIT_UNREADABLE = 3;
    private static final int SHOWN = 50;

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "history, one JSON object a line")
    private List<Path> files = List.of();

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
                .execute(args);
    }

    @Override
    public Integer call() {
        try {
            return check(HistoryFiles.read(files));
        } catch (NoSuchFileException e) {
            err.println("there is no file " + e.getFile());
        } catch (CharacterCodingException e) {
            err.println("a history is not UTF-8 text");
        } catch (IOException e) {
            err.println("a history cannot be read: " + e.getMessage());
        } catch (HistoryFormatException e) {
            err.println("not a history: " + e.getMessage());
        }
        return EXIT_UNREADABLE;
    }

    private int check(History history) {
        List<Anomaly> anomalies = HistoryChecker.check(history);
        long deliveries = history.observations().values().stream()
                .flatMap(rooms -> rooms.values().stream())
                .mapToLong(List::size)
                .sum();
        out.println(history.attempts().size() + " publications (" + count(history, Outcome.Accepted.class)
                + " accepted, " + count(history, Outcome.Refused.class) + " refused, "
                + count(history, Outcome.Unknown.class) + " unknown), " + deliveries + " deliveries and starts to "
                + history.observations().size() + " sessions");
        anomalies.stream().limit(SHOWN).forEach(anomaly -> out.println(anomaly.kind() + ": " + anomaly.detail()));
        if (anomalies.size() > SHOWN) {
            out.println("and " + (anomalies.size() - SHOWN) + " more");
        }
        out.println(anomalies.isEmpty() ? "every promise was kept" : anomalies.size() + " promises were BROKEN");
        return anomalies.isEmpty() ? 0 : EXIT_BROKEN;
    }

    private static long count(History history, Class<? extends Outcome> outcome) {
        return history.attempts().stream()
                .map(Attempt::outcome)
                .filter(outcome::isInstance)
                .count();
    }
}
