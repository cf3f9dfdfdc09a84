package io.millrace.processor;

import io.millrace.runtime.lifecycle.ServiceMain;

/// Runs message-processor as a process of its own: `java -jar message-processor.jar --config FILE`.
public final class Main {

    private Main() {}

    /// Does not return normally.
    public static void main(String[] args) {
        ServiceMain.runWhileClockIsSteady("message-processor", args, MessageProcessor::launch);
    }
}
