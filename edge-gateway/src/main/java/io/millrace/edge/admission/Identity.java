package io.millrace.edge.admission;

import io.millrace.edge.protocol.Payload;
import io.millrace.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who a client is, as its token says.
///
/// @param user anonymous when the token names nobody or there is none
/// @param info shown to others beside the user's messages and presence
/// @param expiresAt when the connection ends unless it is refreshed; null for never
public record Identity(UserId user, Payload info, @Nullable Instant expiresAt) {

    /// Somebody without a token.
    public static final Identity ANONYMOUS = new Identity(UserId.ANONYMOUS, Payload.NONE, null);
}
