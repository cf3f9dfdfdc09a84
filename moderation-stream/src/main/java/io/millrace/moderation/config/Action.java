package io.millrace.moderation.config;

/// What is done about a message in which a rule on the content finds something.
public enum Action {
    /// Nothing: the rule is not asked.
    OFF,
    /// It goes to its room, and the decision says what was found.
    FLAG,
    /// It is refused.
    REFUSE
}
