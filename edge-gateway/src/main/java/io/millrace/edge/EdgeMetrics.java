package io.millrace.edge;

import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.KafkaRoomCommands;
import io.millrace.edge.publish.PendingPublishes;
import io.millrace.edge.room.RoomHub;
import io.millrace.edge.session.SessionRegistry;
import io.millrace.runtime.metrics.Meters;

/// Gauges of the edge's queues and counts.
final class EdgeMetrics {

    private EdgeMetrics() {}

    static void register(
            Meters meters,
            SessionRegistry sessions,
            RoomHub rooms,
            PendingPublishes pending,
            KafkaRoomCommands commands,
            AuditLog audit) {
        meters.gauge("ws_connections_active", "Open sessions", sessions::size);
        meters.gauge("ws_outbound_queue_bytes", "Bytes waiting for all clients", sessions::queuedBytes);
        meters.gauge("edge_rooms", "Rooms followed", rooms::size);
        meters.gauge("edge_publishes_pending", "Publishes without an answer yet", pending::size);
        meters.gauge("edge_room_commands_queued", "Room commands waiting to be written", commands::queued);
        meters.gauge("edge_room_commands_dropped", "Room commands lost", commands::dropped);
        meters.gauge("edge_audit_lost", "Audit events lost", audit::lost);
    }
}
