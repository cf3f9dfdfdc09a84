package io.millrace.edge.protocol;

import org.jspecify.annotations.Nullable;

/// What a client asks of one subscription, in a subscribe command or among the server-side ones of a connect command.
///
/// @param token subscription token
/// @param data handed to whoever authorises the subscription
/// @param recoverFrom the position to recover from, null when the client does not ask to recover; an empty epoch
///     matches any
/// @param wishes options the client would like, granted or not by the namespace
/// @param delta name of the delta format, empty for none; anything but `fossil` is to be refused with 3501
/// @param flag bit 1: the client can do channel compaction; bit 2: answer error 112 instead of an unrecovered
///     subscription
/// @param type kind of subscription; 0 is a stream, the only kind served here
public record SubscribeRequest(
        Token token,
        Payload data,
        @Nullable StreamPosition recoverFrom,
        Wishes wishes,
        String delta,
        long flag,
        int type) {

    /// A plain stream subscription.
    public static final SubscribeRequest PLAIN =
            new SubscribeRequest(Token.NONE, Payload.NONE, null, Wishes.NONE, "", 0, 0);

    /// Whether a position that cannot be recovered must be answered with error 112 (flag bit 2).
    public boolean rejectsUnrecovered() {
        return (flag & 2) != 0;
    }

    /// Options a client may ask for.
    ///
    /// @param positioned watch for gaps in the stream
    /// @param recoverable recover missed publications on resubscribe
    /// @param joinLeave push joins and leaves
    /// @param filtered only publications that match a tag filter; the filter itself is not decoded, refuse it
    public record Wishes(boolean positioned, boolean recoverable, boolean joinLeave, boolean filtered) {

        /// Asks for nothing.
        public static final Wishes NONE = new Wishes(false, false, false, false);
    }
}
