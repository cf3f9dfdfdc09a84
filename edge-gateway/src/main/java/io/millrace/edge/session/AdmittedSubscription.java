package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.admission.ServerSubscription;
import io.millrace.edge.admission.SubscriptionGrant;
import io.millrace.edge.admission.SubscriptionOptions;
import io.millrace.edge.protocol.SubscribeRequest;

/// A subscription that may be made.
///
/// @param options what it gets
/// @param grant what a token says about it
/// @param request what the client wishes; of server-side subscriptions only the position to recover from
/// @param serverSide whether the server makes it, unasked
record AdmittedSubscription(
        Resolution.Known known,
        SubscriptionOptions options,
        SubscriptionGrant grant,
        SubscribeRequest request,
        boolean serverSide) {

    /// Without a token.
    static final SubscriptionGrant NO_TOKEN = grant(ServerSubscription.PLAIN);

    /// What a connection token grants: it ends with the connection.
    static SubscriptionGrant grant(ServerSubscription subscription) {
        return new SubscriptionGrant(subscription.info(), subscription.data(), null, subscription.overrides());
    }
}
