package io.millrace.moderation.rule;

import java.util.List;

/// Judges one message by what is in it. Thread-safe and deterministic.
@FunctionalInterface
public interface Rule {

    /// What the rule found: first what refuses the message, then what only flags it; empty when it has no
    /// objection.
    List<Hit> judge(Candidate message);
}
