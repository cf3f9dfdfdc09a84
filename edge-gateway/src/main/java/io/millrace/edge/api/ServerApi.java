package io.millrace.edge.api;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.EdgeMail;
import io.millrace.edge.publish.ServerPublisher;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.RoomHub;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// The server API of one edge, put together: what calls it, and what other edges want of this one. Thread-safe.
public final class ServerApi implements AutoCloseable {

    private final ApiService service;
    private final ApiDoor door;
    private final Fanout fanout;
    private final ControlDesk desk;
    private final ApiAudit audit;

    /// What the operations work with.
    ///
    /// @param own address of this edge, once its inbox is claimed
    /// @param live edges that live now
    /// @param clock wall clock
    /// @param patience by which rooms and edges answer
    /// @param publications given back by history at once
    public record Parts(
            RoomRules rules,
            RoomHub rooms,
            Archive archive,
            ServerPublisher publisher,
            EdgeMail mail,
            Supplier<EdgeAddress> own,
            Supplier<List<EdgeAddress>> live,
            AuditLog audit,
            InstantSource clock,
            Duration patience,
            int publications) {}

    /// @param figures what this edge reports about itself
    /// @param connections what other edges may do here
    public ServerApi(
            ApiSettings settings, Parts parts, EdgeFigures figures, ConnectionControl connections, ApiMeters meters) {
        Executor executor = Executors.newThreadPerTaskExecutor(Threads.virtual("edge-api-"));
        this.fanout = new Fanout(parts.mail, parts.live, parts.own, parts.patience, executor);
        this.desk = new ControlDesk(figures, connections, parts.mail, parts.own, executor);
        this.audit = new ApiAudit(parts.audit, executor);
        this.service = new ApiService(
                new RoomOperations(parts.rules, parts.publisher, settings.batch(), executor),
                new RoomQueries(
                        parts.rules,
                        parts.rooms,
                        parts.archive,
                        parts.clock,
                        parts.publications,
                        parts.patience,
                        executor),
                new EdgeOperations(parts.rules, fanout),
                audit,
                meters,
                settings.batch());
        this.door = new ApiDoor(service, settings, meters);
    }

    /// What HTTP requests are answered with.
    public ApiDoor door() {
        return door;
    }

    /// The operations, for other doors.
    public ApiService service() {
        return service;
    }

    /// Takes what another edge, or this one, wants done here. Called by the inbox reader only.
    public void control(EdgeControl control) {
        desk.take(control);
    }

    /// Takes the report of an edge.
    public void report(EdgeReport report) {
        fanout.report(report);
    }

    /// Periodic care, several times a second.
    public void sweep(long nowNanos) {
        fanout.sweep(nowNanos);
        audit.sweep(nowNanos);
    }

    /// Says in the audit log what it does not say yet.
    @Override
    public void close() {
        audit.flush();
    }

    /// Reports of this edge that were dropped because Kafka took none for too long, for metrics.
    public long droppedReports() {
        return desk.dropped();
    }

    /// Controls that wait for reports, for metrics.
    public int waiting() {
        return fanout.size();
    }
}
