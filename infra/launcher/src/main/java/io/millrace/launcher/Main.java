package io.millrace.launcher;

import io.millrace.runtime.config.ConfigException;
import io.millrace.runtime.lifecycle.Logging;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `infra/up`: starts everything, says where it is, and stops it when asked to.
@Command(
        name = "infra/up",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "Millrace 0.1",
        description = "Runs the whole of Millrace on this machine: Kafka, PostgreSQL, the schema registry and all"
                + " services. Ctrl-C or SIGTERM stops it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "2:the command line or the configuration is wrong",
            "3:something could not start, or has failed",
            "143:stopped by SIGTERM (130 by Ctrl-C)"
        })
public final class Main implements Callable<Integer> {

    private static final int EXIT_USAGE = 2;
    private static final int EXIT_FAILED = 3;

    private final PrintStream out;

    @Option(names = "--edges", paramLabel = "N", defaultValue = "1", description = "edges to run, 1 to 16 (default: 1)")
    private int edges;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "port of the first edge; the others get the numbers that follow; 0 for free ones"
                    + " (default: edge.http.port of the configuration, 8000 in the built-in one)")
    private @Nullable Integer port;

    @Option(names = "--data", paramLabel = "DIR", description = "where everything is kept (default: .data)")
    private @Nullable Path data;

    @Option(names = "--ephemeral", description = "keep nothing: data in a temporary folder, gone at the end")
    private boolean ephemeral;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "configuration instead of the built-in local one; addresses of Kafka, registry and"
                    + " PostgreSQL are set by this command")
    private @Nullable Path config;

    Main(PrintStream out) {
        this.out = out;
    }

    /// Runs until told to stop.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main(System.out)).execute(args));
    }

    @Override
    public Integer call() {
        Progress progress = new Progress(out);
        StackOptions options;
        try {
            options = new StackOptions(edges, port, data, ephemeral, config);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return EXIT_USAGE;
        }
        LocalStack stack;
        try {
            StackFolder folder = StackFolder.open(options);
            logInto(folder);
            stack = LocalStack.launch(options, folder, progress);
        } catch (ConfigException e) {
            out.println(e.getMessage());
            return EXIT_USAGE;
        } catch (RuntimeException e) {
            progress.failed(e);
            return EXIT_FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new StopHook(stack, progress).thread());
        progress.up(stack);
        return awaitFailure(stack, progress);
    }

    /// The console is for the user; what the parts log goes to a file. Must come before anything logs.
    private static void logInto(StackFolder folder) {
        System.setProperty("logback.configurationFile", "launcher-logback.xml");
        System.setProperty("millrace.log", folder.log().toString());
        Logging.bridge();
    }

    private static int awaitFailure(LocalStack stack, Progress progress) {
        try {
            stack.failure().get();
        } catch (ExecutionException e) {
            progress.failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return EXIT_FAILED;
    }
}
