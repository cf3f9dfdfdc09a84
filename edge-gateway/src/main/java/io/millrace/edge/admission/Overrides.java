package io.millrace.edge.admission;

import org.jspecify.annotations.Nullable;

/// What a token says about one subscription instead of the namespace; null where it says nothing.
///
/// @param presence whether the subscriber appears in presence
/// @param joinLeave whether others are told when the subscriber comes and goes
/// @param forcePushJoinLeave whether the subscriber is told who comes and goes without asking
/// @param forcePositioning whether the subscription is positioned without asking
/// @param forceRecovery whether the subscription is recoverable without asking
public record Overrides(
        @Nullable Boolean presence,
        @Nullable Boolean joinLeave,
        @Nullable Boolean forcePushJoinLeave,
        @Nullable Boolean forcePositioning,
        @Nullable Boolean forceRecovery) {

    /// The namespace decides everything.
    public static final Overrides NONE = new Overrides(null, null, null, null, null);
}
