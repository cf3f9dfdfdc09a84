package io.millrace.edge.session;

import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.protocol.Subscription;
import io.millrace.edge.room.ArchiveRange;
import io.millrace.edge.room.LocalRoom;
import io.millrace.edge.room.Recovery;
import io.millrace.runtime.namespace.RecoveryMode;
import io.millrace.runtime.namespace.StreamOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a subscription begins in a room: at the client's own place, with what it missed, or at the top
/// (protocol section 7).
///
/// @param from the place the client asks to recover from, or null
/// @param recoverable whether it may
/// @param limit publications given back at once
/// @param budget bytes given back at once
/// @param nowMicros microseconds since 1970 UTC
record Entrance(
        @Nullable StreamPosition from,
        boolean recoverable,
        StreamOptions options,
        int limit,
        ReplyBudget budget,
        long nowMicros) {

    /// What was decided.
    sealed interface Entry {

        /// All is there.
        ///
        /// @param recovery with the publications in full
        /// @param position where the client stands
        record Ready(Subscription.Recovery recovery, StreamPosition position) implements Entry {}

        /// What was missed has to be looked up first.
        record LookUp(ArchiveRange range) implements Entry {}

        /// This edge, or the archive, will catch up in a moment: to start anew here would lose the client its
        /// place for nothing.
        record Later() implements Entry {}
    }

    /// Decides, while the room is locked.
    ///
    /// @param archived what the archive had for an earlier [Entry.LookUp], or null before
    Entry into(LocalRoom room, @Nullable List<Publication> archived) {
        StreamPosition top = room.position();
        if (!recoverable) {
            return new Entry.Ready(Subscription.Recovery.NOT_REQUESTED, top);
        }
        if (options.mode() == RecoveryMode.CACHE) {
            return newest(room, top);
        }
        if (from == null) {
            return new Entry.Ready(Subscription.Recovery.NOT_REQUESTED, top);
        }
        List<Publication> older = archived == null ? List.of() : archived;
        return switch (room.recover(from, limit, nowMicros, older)) {
            case Recovery.Complete(var missed)
            when budget.holds(missed) ->
                new Entry.Ready(Subscription.Recovery.of(missed), new StreamPosition(from.offset(), top.epoch()));
            case Recovery.Complete _, Recovery.Gone() -> new Entry.Ready(Subscription.Recovery.FAILED, top);
            case Recovery.TooOld(var range) -> {
                if (archived == null) {
                    yield new Entry.LookUp(range);
                }
                // The archive has the beginning: what is not there yet is on its way.
                boolean lags = !archived.isEmpty() && archived.getFirst().offset() == range.first();
                yield lags ? new Entry.Later() : new Entry.Ready(Subscription.Recovery.FAILED, top);
            }
            case Recovery.Ahead() -> new Entry.Later();
        };
    }

    private Entry newest(LocalRoom room, StreamPosition top) {
        if (from == null && !options.autoCacheRecover()) {
            return new Entry.Ready(Subscription.Recovery.NOT_REQUESTED, top);
        }
        Publication newest = room.newest(nowMicros);
        if (newest == null) {
            return new Entry.Ready(Subscription.Recovery.FAILED, top);
        }
        List<Publication> news = top.equals(from) ? List.of() : List.of(newest);
        return new Entry.Ready(Subscription.Recovery.of(news), top);
    }
}
