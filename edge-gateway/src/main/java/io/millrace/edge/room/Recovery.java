package io.millrace.edge.room;

import io.millrace.edge.protocol.Publication;
import java.util.List;

/// Whether a subscriber's position can be continued.
public sealed interface Recovery {

    /// Everything missed, oldest first; perhaps nothing.
    record Complete(List<Publication> missed) implements Recovery {}

    /// The position is of this epoch but older than what is at hand here: the archive may have the range.
    record TooOld(ArchiveRange range) implements Recovery {}

    /// The position is of this epoch and a little beyond the top: another edge was faster, and what is
    /// missing here is on its way.
    record Ahead() implements Recovery {}

    /// The position is of another epoch, far beyond the top, or before what has been removed; or more was
    /// missed than is given back at once, or what was missed is kept nowhere.
    record Gone() implements Recovery {}
}
