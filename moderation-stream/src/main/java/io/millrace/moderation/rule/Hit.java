package io.millrace.moderation.rule;

import io.millrace.moderation.text.Span;
import org.jspecify.annotations.Nullable;

/// One rule that fired.
///
/// @param rule the rule
/// @param label what it found, for example the name of a list; never the text itself
/// @param score how sure a model is, 0 to 1
/// @param span where in the judged text, if the rule is about a place in it
/// @param refusal what the sender is told because of it; null when the message is only flagged
public record Hit(
        RuleId rule,
        @Nullable String label,
        @Nullable Double score,
        @Nullable Span span,
        @Nullable Refusal refusal) {

    /// A rule that refuses, without a score.
    public Hit(RuleId rule, @Nullable String label, @Nullable Span span, Refusal refusal) {
        this(rule, label, null, span, refusal);
    }

    /// Whether the message does not go to its room because of it.
    public boolean refuses() {
        return refusal != null;
    }
}
