package io.millrace.edge;

import io.millrace.edge.config.EdgeConfig;
import io.millrace.runtime.lifecycle.ServiceMain;

/// The edge gateway as a process of its own.
public final class Main {

    private Main() {}

    /// Runs until told to stop.
    ///
    /// @param args see [ServiceMain]
    public static void main(String[] args) {
        ServiceMain.run("edge-gateway", args, config -> EdgeGateway.launch(config.read(EdgeConfig::read)));
    }
}
