package io.millrace.moderation.strike;

import org.jspecify.annotations.Nullable;

/// The answer of [Escalation] to a strike, or to its pardon.
///
/// @param after what is known of the sender now
/// @param step for a strike, what it leads to: the same again when it comes again; for a pardon, what the
///     strike had led to. Null for nothing
public record Struck(Strikes after, @Nullable Step step) {}
