package io.millrace.moderation.rule;

import java.util.Locale;

/// What a rule asks for when it finds something, from the mildest to the strictest. Of several the strictest
/// is done.
public enum Severity {
    /// The message goes to its room; the record of the decision says what was found.
    FLAG,
    /// It goes to its room with the place blotted out.
    MASK,
    /// It is kept back until somebody decides.
    HOLD,
    /// It is shown to its sender alone, who is not told.
    SHADOW,
    /// It is discarded, and its sender is not told.
    DROP,
    /// It is discarded, and its sender is told which rule objects.
    REFUSE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// The name in decisions, configuration and metrics.
    public String label() {
        return label;
    }
}
