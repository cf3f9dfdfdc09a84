package io.millrace.runtime.kafka;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import io.millrace.serde.RegistrySettings;
import java.time.Duration;

/// Reads how the schema registry is reached; the same keys and defaults in every service.
public final class RegistrySection {

    private static final Duration MILLI = Duration.ofMillis(1);

    private RegistrySection() {}

    /// Reads the section `registry`.
    public static RegistrySettings read(Config.Reader config) {
        Section registry = config.section("registry");
        return new RegistrySettings(
                registry.text("url", "http://127.0.0.1:8081/apis/registry/v3"),
                registry.flag("register", true),
                registry.integer("retries", 3, 0, 100),
                registry.duration("retry-backoff", MILLI.multipliedBy(300), MILLI, Duration.ofMinutes(1)));
    }
}
