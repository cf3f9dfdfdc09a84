package io.millrace.moderation.rule;

import io.millrace.moderation.text.Span;
import org.jspecify.annotations.Nullable;

/// One rule that fired.
///
/// @param rule the rule
/// @param label what it found, for example the name of a list; never the text itself
/// @param span where in the judged text, if the rule is about a place in it
/// @param refusal what the sender is told because of it
public record Hit(
        RuleId rule, @Nullable String label, @Nullable Span span, Refusal refusal) {}
