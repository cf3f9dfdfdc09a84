package io.millrace.runtime.namespace;

/// Whether subscribers get something that costs the server or them something.
public enum Grant {
    /// Never.
    OFF,
    /// Who asks for it gets it.
    ALLOWED,
    /// Every subscriber gets it.
    FORCED;

    /// Whether a subscriber gets it.
    ///
    /// @param wished whether it asked
    public boolean isGiven(boolean wished) {
        return switch (this) {
            case OFF -> false;
            case ALLOWED -> wished;
            case FORCED -> true;
        };
    }
}
