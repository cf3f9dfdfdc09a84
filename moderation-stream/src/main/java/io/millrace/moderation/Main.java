package io.millrace.moderation;

import io.millrace.runtime.lifecycle.ServiceMain;

/// Runs moderation-stream as a process of its own: `java -jar moderation-stream.jar --config FILE`.
public final class Main {

    private Main() {}

    /// Does not return normally.
    public static void main(String[] args) {
        ServiceMain.runWhileClockIsSteady("moderation-stream", args, ModerationStream::launch);
    }
}
