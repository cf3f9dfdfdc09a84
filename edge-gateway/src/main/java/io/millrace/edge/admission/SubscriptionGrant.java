package io.millrace.edge.admission;

import io.millrace.edge.protocol.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a subscription token allows.
///
/// @param info shown to others beside the user's messages and presence in that channel
/// @param data given to the client with the subscription
/// @param expiresAt when the subscription ends unless it is refreshed, at most a year ahead; null for never
/// @param overrides what differs from the namespace
public record SubscriptionGrant(
        Payload info, Payload data, @Nullable Instant expiresAt, Overrides overrides) {}
