package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;

/// Actions of rules that are about no place in the text.
final class Places {

    private Places() {}

    /// The key `action`, which must not be [Action#MASK].
    static Action unmasked(Section section) {
        Action action = section.choice("action", Action.OFF);
        if (action == Action.MASK) {
            section.problem("action", "must not be mask: there is no place in the text to mask");
        }
        return action;
    }
}
