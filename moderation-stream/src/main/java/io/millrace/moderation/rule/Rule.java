package io.millrace.moderation.rule;

import java.util.List;

/// Judges one message by what is in it. Thread-safe and deterministic.
@FunctionalInterface
public interface Rule {

    /// What the rule found, the strictest first; empty when it has no objection.
    List<Hit> judge(Candidate message);

    /// The same rule, only tried out: what it finds is recorded and decides nothing.
    default Rule onTrial() {
        return message -> {
            List<Hit> found = judge(message);
            return found.isEmpty() ? found : found.stream().map(Hit::onTrial).toList();
        };
    }
}
