package io.millrace.serde;

import java.time.Duration;

/// How to reach the schema registry.
///
/// @param url base address of the registry's v3 API, for example `http://127.0.0.1:8081/apis/registry/v3`
/// @param register whether a writer registers its schema when the registry lacks it; off where deployment does it
/// @param retries how often a failed call is repeated, 0 or more
/// @param retryBackoff pause between repeats
public record RegistrySettings(String url, boolean register, int retries, Duration retryBackoff) {

    /// The address with everything else at its default.
    public static RegistrySettings at(String url) {
        return new RegistrySettings(url, true, 3, Duration.ofMillis(300));
    }
}
