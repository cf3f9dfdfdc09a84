package io.millrace.launcher;

import io.millrace.runtime.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/// The configuration of the stack: the user's file, or the built-in one for one machine.
final class StackConfig {

    private static final String BUILT_IN = "/local.yaml";

    private StackConfig() {}

    static Config load(StackOptions options) {
        Map<String, String> environment = System.getenv();
        if (options.config().isPresent()) {
            return Config.load(options.config().get(), environment);
        }
        try (InputStream in = Objects.requireNonNull(StackConfig.class.getResourceAsStream(BUILT_IN))) {
            return Config.parse("the built-in " + BUILT_IN.substring(1), in, environment);
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in configuration cannot be read", e);
        }
    }
}
