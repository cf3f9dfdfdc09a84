package io.millrace.load.scenario;

import java.util.List;

/// A scenario cannot be used; says everything that is wrong with it.
public final class ScenarioException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<String> mistakes;

    /// @param mistakes one sentence for each, place first
    public ScenarioException(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /// One sentence for each mistake.
    public List<String> mistakes() {
        return mistakes;
    }
}
