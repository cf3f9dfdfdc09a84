package io.millrace.edge.admission;

import io.millrace.edge.protocol.Token;
import io.millrace.id.ClientId;
import io.millrace.id.UserId;
import java.time.Instant;

/// Verifies subscription tokens. Thread-safe.
public final class SubscriptionTokens {

    SubscriptionTokens() {}

    /// Verifies a token at a time, for a subscription of a client of a user to a channel.
    ///
    /// May wait for a key to be fetched, for no longer than the configured timeout.
    public SubscriptionVerdict verify(Token token, String channel, UserId user, ClientId client, Instant now) {
        return new SubscriptionVerdict.Invalid("no key is configured");
    }
}
