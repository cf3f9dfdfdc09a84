package io.millrace.runtime.config;

/// A text that must not appear in logs, messages or dumps of configuration.
public final class Secret {

    private final String value;

    /// @param value the text to protect
    public Secret(String value) {
        this.value = value;
    }

    /// The text itself; to be called only where it is used.
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
