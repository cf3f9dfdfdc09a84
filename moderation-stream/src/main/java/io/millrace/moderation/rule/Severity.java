package io.millrace.moderation.rule;

import io.millrace.moderation.text.Span;
import org.jspecify.annotations.Nullable;

/// What becomes of a message in which a rule found something.
public enum Severity {
    /// It goes to its room; the record of the decision says what was found.
    FLAG,
    /// It does not, and its sender is told which rule objects.
    REFUSE;

    Hit hit(RuleId rule, String label, @Nullable Span span) {
        Refusal refusal = switch (this) {
            case FLAG -> null;
            case REFUSE ->
                new Refusal(Refusal.REJECTED_BY_MODERATION, "message rejected by moderation: " + rule.label());
        };
        return new Hit(rule, label, null, span, refusal);
    }
}
