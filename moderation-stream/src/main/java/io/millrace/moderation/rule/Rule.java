package io.millrace.moderation.rule;

import java.util.List;

/// Judges one message by what is in it. Thread-safe and deterministic.
@FunctionalInterface
public interface Rule {

    /// What the rule found, in the order of the text; empty when it has no objection.
    List<Hit> judge(Candidate message);
}
