package io.millrace.moderation.strike;

import org.jspecify.annotations.Nullable;

/// The answer of [Escalation] to a strike, or to its pardon.
///
/// @param after what is known of the sender now
/// @param step for a strike, what it leads to: the same again when it comes again; for a pardon, what the
///     strike had led to. Null for nothing
/// @param at when the strike was given that led to the step, milliseconds since 1970; 0 without a step
public record Struck(Strikes after, @Nullable Step step, long at) {

    static Struck withoutStep(Strikes after) {
        return new Struck(after, null, 0);
    }
}
