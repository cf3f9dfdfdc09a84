package io.millrace.moderation.dryrun;

import io.millrace.moderation.document.Problem;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import io.millrace.runtime.lifecycle.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `moderation-stream/dry-run`: what another policy would have made of what was said.
@Command(
        name = "moderation-stream/dry-run",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1",
        description = "Judges the messages of a time with the policy of now and with the one that is given, and prints"
                + " what would change. Writes nothing to Kafka.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no message would get another verdict",
            "1:some would",
            "2:the command line, the configuration or a document is wrong",
            "3:the run cannot be made, for example Kafka does not answer"
        })
public final class Main implements Callable<Integer> {

    private static final int EXIT_CHANGES = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_CANNOT = 3;

    private final Map<String, String> environment;
    private final InstantSource clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "configuration of moderation-stream (default: none)")
    private @Nullable Path config;

    @Option(
            names = "--policy",
            paramLabel = "KEY=FILE",
            description = "a document to try: policy/default, policy/namespace/<name>, policy/room/<room> or"
                    + " list/<name>, and its JSON; may be given again")
    private Map<String, Path> tried = new LinkedHashMap<>();

    @Option(names = "--without", paramLabel = "KEY", description = "a published document to leave out")
    private List<String> without = List.of();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "start, such as 2026-01-31T00:00:00Z (default: yesterday)")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "end, excluded (default: a day after the start)")
    private @Nullable Instant to;

    @Option(
            names = "--submitted",
            description = "read messages.submitted, what users sent, instead of room.events, what was published")
    private boolean submitted;

    @Option(names = "--room", paramLabel = "ROOM", description = "only this room; may be given again")
    private List<String> rooms = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "most messages (default: ${DEFAULT-VALUE})")
    private long limit = 10_000_000;

    @Option(names = "--examples", paramLabel = "N", description = "of each change (default: ${DEFAULT-VALUE})")
    private int examples = 10;

    @Option(names = "--show-text", description = "show the text of the examples")
    private boolean showText;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    Main(Map<String, String> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /// Makes one run.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        Logging.bridge();
        System.exit(new CommandLine(new Main(System.getenv(), InstantSource.system())).execute(args));
    }

    @Override
    public Integer call() {
        try {
            return run();
        } catch (ConfigException e) {
            e.problems().forEach(err()::println);
            return EXIT_USAGE;
        } catch (KafkaException | IllegalStateException e) {
            err().println("The run cannot be made: " + e.getMessage());
            return EXIT_CANNOT;
        }
    }

    private int run() {
        Instant start =
                from == null ? clock.instant().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS) : from;
        Instant end = to == null ? start.plus(1, ChronoUnit.DAYS) : to;
        if (!start.isBefore(end)) {
            throw new ConfigException(List.of("--to: must be after --from"));
        }
        DryRun.Question question = new DryRun.Question(
                documents(), without, start, end, submitted, rooms, new DryRun.Bounds(limit, examples, showText));
        try (DryRun run = DryRun.open(Config.load(config, environment))) {
            Map<String, List<Problem>> problems = new LinkedHashMap<>();
            Report report = run.answer(question, problems);
            if (report == null) {
                problems.forEach((key, wrong) -> wrong.forEach(problem -> err().println(key + ' ' + problem)));
                return EXIT_USAGE;
            }
            out().println(json ? report.json() : report.text());
            return report.result().changed() == 0 ? 0 : EXIT_CHANGES;
        }
    }

    private Map<String, String> documents() {
        Map<String, String> documents = new LinkedHashMap<>();
        List<String> mistakes = new ArrayList<>();
        tried.forEach((key, file) -> {
            try {
                documents.put(key, Files.readString(file));
            } catch (IOException e) {
                mistakes.add("--policy " + key + ": names a file that cannot be read as UTF-8: " + file);
            }
        });
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
        return documents;
    }

    private PrintWriter out() {
        return line().getOut();
    }

    private PrintWriter err() {
        return line().getErr();
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the command line");
        }
        return spec.commandLine();
    }
}
