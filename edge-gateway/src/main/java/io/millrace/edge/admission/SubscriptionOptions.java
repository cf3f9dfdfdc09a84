package io.millrace.edge.admission;

import io.millrace.edge.protocol.SubscribeRequest.Wishes;
import io.millrace.runtime.namespace.Grant;
import io.millrace.runtime.namespace.Namespace;
import org.jspecify.annotations.Nullable;

/// What a subscription gets (protocol section 5): what the namespace says, what a token says instead, and then
/// what the client wishes of the rest.
///
/// @param listed whether presence has the subscriber
/// @param announced whether others are told that the subscriber comes and goes
/// @param pushJoinLeave whether the subscriber is told who comes and goes
/// @param positioned whether the subscription knows its place, so that a gap is noticed
/// @param recoverable whether what was missed can be recovered; implies `positioned`
public record SubscriptionOptions(
        boolean listed, boolean announced, boolean pushJoinLeave, boolean positioned, boolean recoverable) {

    /// Options of one subscription.
    ///
    /// @param mayReadPresence whether the client may learn who is there at all
    public static SubscriptionOptions resolve(
            Namespace namespace, Overrides overrides, Wishes wishes, boolean mayReadPresence) {
        boolean listed = or(overrides.presence(), namespace.presence());
        boolean joinLeave = or(overrides.joinLeave(), namespace.joinLeave());
        boolean pushed = or(overrides.forcePushJoinLeave(), namespace.roster().pushJoinLeave())
                || (wishes.joinLeave() && joinLeave && mayReadPresence);
        boolean recoverable =
                given(namespace, overrides.forceRecovery(), namespace.stream().recovery(), wishes.recoverable());
        boolean positioned = recoverable
                || given(
                        namespace,
                        overrides.forcePositioning(),
                        namespace.stream().positioning(),
                        wishes.positioned());
        return new SubscriptionOptions(listed, joinLeave, pushed, positioned, recoverable);
    }

    /// There are no places without history, whatever a token says. A token that says no takes the force away;
    /// who asks still gets what the namespace gives.
    private static boolean given(Namespace namespace, @Nullable Boolean forced, Grant grant, boolean wished) {
        if (!namespace.keepsHistory()) {
            return false;
        }
        if (forced == null) {
            return grant.isGiven(wished);
        }
        return forced || (grant != Grant.OFF && wished);
    }

    private static boolean or(@Nullable Boolean override, boolean otherwise) {
        return override == null ? otherwise : override;
    }
}
