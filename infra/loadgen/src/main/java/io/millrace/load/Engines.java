package io.millrace.load;

import io.millrace.load.crew.Engine;
import io.millrace.load.run.LoadRun;
import java.util.Optional;

/// Where the engine comes from.
final class Engines {

    private Engines() {}

    static Engine standard() {
        return (scenario, roster, part, recording, history, gate) ->
                LoadRun.execute(scenario, roster, part, gate, recording, Optional.ofNullable(history));
    }
}
