package io.millrace.moderation.config;

/// What is done about a message in which a rule finds something.
public enum Action {
    /// Nothing: the rule is not asked.
    OFF,
    /// It goes to its room, and the decision says what was found.
    FLAG,
    /// It goes to its room with the place blotted out.
    MASK,
    /// It is kept back until somebody decides.
    HOLD,
    /// It is shown to its sender alone.
    SHADOW,
    /// It is discarded without a word.
    DROP,
    /// It is refused, and its sender is told.
    REFUSE
}
