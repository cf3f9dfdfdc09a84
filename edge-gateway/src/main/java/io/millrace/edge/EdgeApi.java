package io.millrace.edge;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.api.ApiMeters;
import io.millrace.edge.api.ConnectionControl;
import io.millrace.edge.api.EdgeFigures;
import io.millrace.edge.api.ServerApi;
import io.millrace.edge.api.kafka.CommandDoor;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.edge.publish.AnsweredWrites;
import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.edge.publish.ServerPublisher;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.RoomHub;
import io.millrace.runtime.metrics.Meters;
import io.millrace.serde.AvroSerdes;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Puts the server API of an edge together.
final class EdgeApi {

    private EdgeApi() {}

    /// What the edge has for it.
    record Parts(
            RoomRules rules,
            RoomHub rooms,
            Archive archive,
            RecordWriter writer,
            AnsweredWrites writes,
            AuditLog audit,
            InstantSource clock,
            Meters meters,
            EdgeFigures figures,
            ConnectionControl connections) {}

    /// @param own address of this edge, once its inbox is claimed
    /// @param live edges that live now
    static ServerApi open(EdgeConfig config, Parts parts, Supplier<EdgeAddress> own, Supplier<List<EdgeAddress>> live) {
        ServerApi.Parts collaborators = new ServerApi.Parts(
                parts.rules,
                parts.rooms,
                parts.archive,
                new ServerPublisher(parts.writes, parts.clock),
                parts.writer,
                own,
                live,
                parts.audit,
                parts.clock,
                config.timing().command(),
                config.limits().answers().history());
        ServerApi api = new ServerApi(
                config.api(), collaborators, parts.figures, parts.connections, new ApiMeters(parts.meters));
        parts.meters.gauge("api_controls_pending", "Controls that wait for reports of edges", api::waiting);
        parts.meters.gauge("api_reports_dropped", "Reports to other edges dropped", api::droppedReports);
        parts.meters.gauge("api_places_free", "API requests that may still come in", api.door()::free);
        return api;
    }

    /// The Kafka door.
    ///
    /// @param resultPartitions of `api.results`
    static CommandDoor commands(
            EdgeConfig config,
            ServerApi api,
            RecordWriter writer,
            AvroSerdes serdes,
            InstantSource clock,
            int resultPartitions) {
        return new CommandDoor(
                config.api().commands(),
                new CommandDoor.Parts(
                        api.service(),
                        writer,
                        config.kafka(),
                        serdes,
                        clock,
                        config.timing().command()),
                resultPartitions);
    }
}
