package io.millrace.runtime.lifecycle;

import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sends what libraries log through `java.util.logging` to the same place as our own lines.
public final class Logging {

    private Logging() {}

    /// Installs the bridge; harmless when it is already there.
    public static void bridge() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }
}
