package io.millrace.edge.room;

import io.millrace.id.Epoch;

/// Publications of a room that are not at hand any more.
///
/// @param first lowest offset, included
/// @param last highest offset, included
/// @param limit publications at most, at least 1
/// @param newestFirst order, and which end of the range they are taken from
public record ArchiveRange(Epoch epoch, long first, long last, int limit, boolean newestFirst) {}
