package io.millrace.runtime.lifecycle;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The `main` that all services share: one argument, one configuration, SIGTERM drains.
///
/// Exit codes: 0 after `--help`, 2 for a wrong command line or configuration, 3 when the service failed; a
/// service that was asked to stop ends with the signal's own code (143 for SIGTERM), or with 3 when closing
/// takes too long.
public final class ServiceMain {

    private static final Logger LOGGER = LoggerFactory.getLogger(ServiceMain.class);
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_FAILED = 3;

    private ServiceMain() {}

    /// Runs a service until it is told to stop or fails. Does not return normally.
    ///
    /// @param name of the service, for messages
    /// @param args `--config FILE` or `--help`
    /// @param launcher opens the service from its configuration
    public static void run(String name, String[] args, Function<Config, Service> launcher) {
        Logging.bridge();
        Path file = configFile(name, args);
        Service service;
        try {
            service = launcher.apply(Config.load(file, System.getenv()));
        } catch (ConfigException e) {
            exit(EXIT_USAGE, name + ": " + e.getMessage());
            return;
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("service", name).setCause(e).log("could not start");
            exit(EXIT_FAILED, name + ": could not start: " + e.getMessage());
            return;
        }
        Runtime.getRuntime()
                .addShutdownHook(
                        Threads.hook(name + "-shutdown", () -> BoundedClose.run(name, service, ServiceMain::halt)));
        LOGGER.atInfo().addKeyValue("service", name).log("started");
        try {
            service.failure().get();
        } catch (ExecutionException e) {
            LOGGER.atError().addKeyValue("service", name).setCause(e.getCause()).log("failed");
            exit(EXIT_FAILED, name + ": failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The same for a service that cannot work on when the wall clock jumps by more than 5 s: it ends at
    /// once, as a crash would end it, and leaves its work to its replacement. A supervisor must start it again.
    public static void runWhileClockIsSteady(String name, String[] args, Function<Config, Service> launcher) {
        var _ = ClockWatch.start(Threads.scheduler(name + "-clock")).stepped().whenComplete((_, jump) -> {
            LOGGER.atError().addKeyValue("service", name).setCause(jump).log("failed");
            // A polite end would count its deadlines on the same clock, and keep its partitions meanwhile.
            halt();
        });
        run(name, args, launcher);
    }

    private static @Nullable Path configFile(String name, String[] args) {
        String usage = "usage: java -jar " + name + ".jar [--config FILE]\n"
                + "Every key of the file can be overridden: edge.http.port by MILLRACE_EDGE_HTTP_PORT.";
        if (args.length == 0) {
            String variable = System.getenv("MILLRACE_CONFIG");
            return variable == null ? null : Path.of(variable);
        }
        if (args.length == 2 && args[0].equals("--config")) {
            return Path.of(args[1]);
        }
        if (args.length == 1 && args[0].equals("--help")) {
            exit(0, usage);
        }
        exit(EXIT_USAGE, usage);
        return null;
    }

    private static void halt() {
        Runtime.getRuntime().halt(EXIT_FAILED);
    }

    private static void exit(int code, String text) {
        System.err.println(text);
        System.exit(code);
    }
}
