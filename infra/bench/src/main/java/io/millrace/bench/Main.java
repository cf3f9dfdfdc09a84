package io.millrace.bench;

import io.millrace.bench.archive.ArchiveBenchmark;
import io.millrace.bench.connect.ConnectBenchmark;
import io.millrace.bench.edges.EdgesBenchmark;
import io.millrace.bench.fanout.FanoutBenchmark;
import io.millrace.bench.idle.IdleBenchmark;
import io.millrace.bench.latency.LatencyBenchmark;
import io.millrace.bench.micro.MicroBenchmark;
import io.millrace.bench.moderation.ModerationBenchmark;
import io.millrace.bench.simulation.SimulationBenchmark;
import io.millrace.bench.start.StartBenchmark;
import io.millrace.bench.suite.Benchmark;
import io.millrace.bench.suite.Suite;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// Runs all benchmarks, or those that are named.
@Command(
        name = "infra/bench/run",
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1",
        subcommandsRepeatable = true,
        description = "Measures Millrace against the limit of the machine and against what others use. Without a"
                + " name all benchmarks run, one after the other.")
public final class Main {

    @Option(names = "--quick", description = "rough figures within minutes")
    private boolean quick;

    @Option(names = "--report", paramLabel = "FOLDER", description = "writes results.json there")
    private @Nullable Path report;

    /// Runs the benchmarks once.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        CommandLine commands = commands();
        System.exit(
                commands.setExecutionStrategy(parsed -> run(commands, parsed)).execute(args));
    }

    private static CommandLine commands() {
        // In the order of a full run: what needs a fresh machine first.
        CommandLine commands = new CommandLine(new Main())
                .addSubcommand(new LatencyBenchmark())
                .addSubcommand(new ModerationBenchmark())
                .addSubcommand(new FanoutBenchmark())
                .addSubcommand(new IdleBenchmark())
                .addSubcommand(new EdgesBenchmark())
                .addSubcommand(new ConnectBenchmark())
                .addSubcommand(new ArchiveBenchmark())
                .addSubcommand(new StartBenchmark())
                .addSubcommand(new MicroBenchmark())
                .addSubcommand(new SimulationBenchmark());
        commands.getSubcommands().values().forEach(one -> one.getCommandSpec().mixinStandardHelpOptions(true));
        return commands;
    }

    private static int run(CommandLine commands, ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        Main main = commands.getCommand();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream problems = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        try {
            Path scratch = Files.createTempDirectory("millrace-bench");
            Suite suite = new Suite(out, problems, chosen(commands, parsed));
            return suite.run(main.quick, scratch, Optional.ofNullable(main.report)) ? 0 : 1;
        } catch (IOException e) {
            problems.println("cannot write: " + e.getMessage());
            return 3;
        }
    }

    private static Map<String, Benchmark> chosen(CommandLine commands, ParseResult parsed) {
        List<CommandLine> named = parsed.subcommands().stream()
                .map(sub -> sub.commandSpec().commandLine())
                .toList();
        Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
        named.forEach(one -> benchmarks.put(one.getCommandName(), one.getCommand()));
        if (named.isEmpty()) {
            commands.getSubcommands().values().forEach(one -> {
                // Only what is parsed gets its defaults.
                one.parseArgs();
                benchmarks.put(one.getCommandName(), one.getCommand());
            });
        }
        return benchmarks;
    }
}
