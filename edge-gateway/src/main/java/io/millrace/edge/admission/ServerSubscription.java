package io.millrace.edge.admission;

import io.millrace.edge.protocol.Payload;

/// A subscription that the server makes for a client, because its connection token says so (claims `subs` and
/// `channels`).
///
/// @param info shown to others beside the user's messages and presence in that channel
/// @param data given to the client with the subscription
/// @param overrides what differs from the namespace
public record ServerSubscription(Payload info, Payload data, Overrides overrides) {

    /// As the namespace says.
    public static final ServerSubscription PLAIN = new ServerSubscription(Payload.NONE, Payload.NONE, Overrides.NONE);
}
