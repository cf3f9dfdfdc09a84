package io.millrace.edge.protocol;

import java.util.List;

/// What a subscription got, in a subscribe reply or among the server-side ones of a connect reply.
///
/// @param expiry when it ends
/// @param positioned whether the client may watch for gaps; implied by `recoverable`
/// @param recoverable whether the client may recover later
/// @param position top of the stream, or the client's own position when it was recovered; [StreamPosition#UNKNOWN] for
///     subscriptions that are not positioned
/// @param recovery outcome of recovery
/// @param data custom data for the client
/// @param delta whether publications may be patches
public record Subscription(
        Expiry expiry,
        boolean positioned,
        boolean recoverable,
        StreamPosition position,
        Recovery recovery,
        Payload data,
        boolean delta) {

    /// A live subscription without history.
    public static final Subscription PLAIN = new Subscription(
            Expiry.NEVER, false, false, StreamPosition.UNKNOWN, Recovery.NOT_REQUESTED, Payload.NONE, false);

    /// What came of the wish to recover.
    ///
    /// @param requested whether the client asked
    /// @param recovered whether `publications` are everything it missed
    /// @param publications the missed ones, oldest first; empty when not recovered
    public record Recovery(boolean requested, boolean recovered, List<Publication> publications) {

        /// The client did not ask.
        public static final Recovery NOT_REQUESTED = new Recovery(false, false, List.of());

        /// The position is gone; the client goes on from the top.
        public static final Recovery FAILED = new Recovery(true, false, List.of());

        /// Keeps its own copy of the list.
        public Recovery {
            publications = List.copyOf(publications);
        }

        /// Everything missed is here.
        public static Recovery of(List<Publication> missed) {
            return new Recovery(true, true, missed);
        }
    }
}
