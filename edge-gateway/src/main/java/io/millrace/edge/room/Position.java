package io.millrace.edge.room;

import io.millrace.id.Epoch;
import io.millrace.id.Offset;

/// A place in a room's stream.
///
/// @param offset of the last event that is there
public record Position(Epoch epoch, Offset offset) {}
