package io.millrace.processor.room;

import io.millrace.id.Inbox;
import io.millrace.schema.edge.EdgeDelivery;

/// Something for one edge.
///
/// @param inbox partition of `edge.deliveries` it goes to
/// @param content what the edge gets
public record Delivery(Inbox inbox, EdgeDelivery content) {}
