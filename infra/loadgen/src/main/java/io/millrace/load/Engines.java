package io.millrace.load;

import io.millrace.load.crew.Engine;

/// Where the engine comes from.
final class Engines {

    private Engines() {}

    static Engine standard() {
        return (scenario, roster, part, recording, history, gate) -> {
            throw new IllegalStateException("there is no engine yet");
        };
    }
}
