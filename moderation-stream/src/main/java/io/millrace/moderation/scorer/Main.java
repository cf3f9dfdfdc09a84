package io.millrace.moderation.scorer;

import io.millrace.moderation.config.ScorerConfig;
import io.millrace.runtime.lifecycle.ServiceMain;

/// Runs the scorer as a process of its own:
/// `java -cp moderation-stream.jar io.millrace.moderation.scorer.Main --config FILE`.
public final class Main {

    private Main() {}

    /// Does not return normally.
    public static void main(String[] args) {
        ParentWatch.start(System.getenv());
        ServiceMain.runWhileClockIsSteady(
                "moderation-scorer",
                args,
                config -> Scorer.launch(config.with(ScorerConfig.shortNames(System.getenv()))));
    }
}
