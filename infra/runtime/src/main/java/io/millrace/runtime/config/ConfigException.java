package io.millrace.runtime.config;

import java.util.List;

/// The configuration cannot be used; says everything that is wrong with it.
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    /// @param problems one sentence for each mistake, key first
    public ConfigException(List<String> problems) {
        super("configuration has " + problems.size() + (problems.size() == 1 ? " problem" : " problems") + ":\n  "
                + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /// One sentence for each mistake.
    public List<String> problems() {
        return problems;
    }
}
