package io.millrace.moderation.rule;

import io.millrace.moderation.text.Span;
import org.jspecify.annotations.Nullable;

/// One rule that fired.
///
/// @param rule the rule
/// @param label what it found, for example the name of a list; never the text itself
/// @param score how sure a model is, 0 to 1
/// @param span where in the judged text, if the rule is about a place in it
/// @param severity what the rule asks for
/// @param trial whether the rule is only tried out: it is recorded and decides nothing
/// @param refusal what the sender is told if it is refused for this; null for the usual text of the rule
public record Hit(
        RuleId rule,
        @Nullable String label,
        @Nullable Double score,
        @Nullable Span span,
        Severity severity,
        boolean trial,
        @Nullable Refusal refusal) {

    /// What a rule on the content found.
    public Hit(RuleId rule, @Nullable String label, @Nullable Span span, Severity severity) {
        this(rule, label, null, span, severity, false, null);
    }

    /// A label of a model.
    public static Hit scored(RuleId rule, String label, double score, Severity severity) {
        return new Hit(rule, label, score, null, severity, false, null);
    }

    /// A refusal with a text of its own.
    public static Hit refused(RuleId rule, Refusal refusal) {
        return new Hit(rule, null, null, null, Severity.REFUSE, false, refusal);
    }

    /// The same, by a rule that is only tried out.
    public Hit onTrial() {
        return new Hit(rule, label, score, span, severity, true, refusal);
    }

    /// Whether the message goes no further because of it, and its sender is told.
    public boolean refuses() {
        return severity == Severity.REFUSE && !trial;
    }

    /// What the sender is told if the message is refused for this.
    public Refusal told() {
        return refusal == null ? Refusal.of(rule) : refusal;
    }
}
