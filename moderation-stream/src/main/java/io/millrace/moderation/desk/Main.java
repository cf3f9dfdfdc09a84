package io.millrace.moderation.desk;

import io.millrace.runtime.lifecycle.ServiceMain;

/// Runs the moderation desk as a process of its own:
/// `java -cp moderation-stream.jar io.millrace.moderation.desk.Main --config FILE`.
public final class Main {

    private Main() {}

    /// Does not return normally.
    public static void main(String[] args) {
        ServiceMain.run("moderation-desk", args, ModerationDesk::launch);
    }
}
