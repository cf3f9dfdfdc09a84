package io.millrace.bench.start;

import io.millrace.cluster.ClusterException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `infra/aot`: makes the AOT caches and says how to use them.
@Command(
        name = "infra/aot",
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1",
        description = "Runs the whole system on this machine, chats for some seconds, and keeps what each service has"
                + " loaded, linked and profiled in an AOT cache, so that its next start takes less than two thirds of"
                + " the time. A cache serves the same JDK, flags and jars only: make it where the image is built.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"2:the command line is wrong", "3:the caches could not be made"})
public final class Train implements Callable<Integer> {

    private static final int EXIT_FAILED = 3;

    private final PrintStream out;
    private final PrintStream problems;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = ".aot", description = "for the caches (.aot)")
    private Path folder = Path.of(".aot");

    @Option(
            names = "--flag",
            paramLabel = "FLAG",
            description = "flag of the JVM in production, for example --flag=-XX:+UseZGC; repeatable")
    private List<String> flags = List.of();

    @Option(names = "--seconds", defaultValue = "20", description = "of chat (20)")
    private int seconds;

    Train(PrintStream out, PrintStream problems) {
        this.out = out;
        this.problems = problems;
    }

    /// Does not return normally.
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream problems = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Train(out, problems)).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        Path caches = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(caches);
            new Training(flags, caches).run(seconds);
        } catch (IOException | ClusterException | IllegalStateException e) {
            problems.println("The caches could not be made: " + e.getMessage());
            return EXIT_FAILED;
        }
        String given = flags.isEmpty() ? "" : String.join(" ", flags) + ' ';
        out.println("Start the services with the same JDK, flags and jars:");
        for (Kind kind : Kind.values()) {
            out.printf("  java %s-XX:AOTCache=%s -jar %s.jar ...%n", given, kind.cache(caches), kind.service());
        }
        return 0;
    }
}
