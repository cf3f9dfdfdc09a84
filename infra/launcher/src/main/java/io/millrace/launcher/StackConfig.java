package io.millrace.launcher;

import io.millrace.edge.config.EdgeConfig;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.config.ScorerConfig;
import io.millrace.moderation.desk.config.DeskConfig;
import io.millrace.processor.config.ProcessorConfig;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/// The configuration of the stack: the user's file, or the built-in one for one machine.
final class StackConfig {

    /// The moderator of the built-in configuration.
    private static final String MODERATOR = "admin";

    private static final String BUILT_IN = "/local.yaml";

    private StackConfig() {}

    /// Reads the file, or the built-in configuration, and checks it for every service, before anything is
    /// started.
    ///
    /// @throws ConfigException with the mistakes of all services at once
    static Config load(StackOptions options, StackFolder folder) {
        Config config = read(options);
        if (options.config().isEmpty()) {
            String key = new ModeratorKey(folder.moderatorKey()).value();
            config = config.with(Map.of("moderation.desk.moderators." + MODERATOR + ".key", key));
        }
        return checked(config);
    }

    private static Config checked(Config config) {
        Set<String> problems = new LinkedHashSet<>();
        for (Function<Config.Reader, ?> reader : List.<Function<Config.Reader, ?>>of(
                EdgeConfig::read, ProcessorConfig::read, ModerationConfig::read, DeskConfig::read)) {
            try {
                var _ = config.read(reader::apply);
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(List.copyOf(problems));
        }
        return config;
    }

    /// The same configuration as a file, for a part that is a process of its own.
    ///
    /// @param folder where the built-in one is written to
    static Path file(StackOptions options, Path folder) {
        if (options.config().isPresent()) {
            return options.config().get().toAbsolutePath();
        }
        try (InputStream in = builtIn()) {
            return Files.write(folder.resolve(BUILT_IN.substring(1)), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in configuration cannot be written: " + e.getMessage(), e);
        }
    }

    private static Config read(StackOptions options) {
        Map<String, String> environment = System.getenv();
        Map<String, String> shortNames = ScorerConfig.shortNames(environment);
        if (options.config().isPresent()) {
            return Config.load(options.config().get(), environment).with(shortNames);
        }
        try (InputStream in = builtIn()) {
            return Config.parse("the built-in " + BUILT_IN.substring(1), in, environment)
                    .with(shortNames);
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in configuration cannot be read", e);
        }
    }

    private static InputStream builtIn() {
        return Objects.requireNonNull(StackConfig.class.getResourceAsStream(BUILT_IN));
    }
}
