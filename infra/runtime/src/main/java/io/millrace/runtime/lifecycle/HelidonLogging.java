package io.millrace.runtime.lifecycle;

import io.helidon.logging.common.spi.LoggingProvider;

/// Tells Helidon, which looks for a logging provider at start and complains on the console without one, that
/// logging is taken care of. Found through `META-INF/services`.
public final class HelidonLogging implements LoggingProvider {

    @Override
    public void initialization() {
        Logging.bridge();
    }

    @Override
    public void runTime() {
        Logging.bridge();
    }
}
