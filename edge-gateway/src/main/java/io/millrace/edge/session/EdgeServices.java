package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.admission.TokenVerifier;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.Publisher;
import io.millrace.edge.room.RoomHub;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;

/// What every session of an edge works with.
///
/// @param clock wall clock, for tokens and history
/// @param writers makes the virtual threads that write to clients
public record EdgeServices(
        EdgeConfig config,
        TokenVerifier tokens,
        RoomRules rules,
        RoomHub rooms,
        Publisher publisher,
        AuditLog audit,
        InstantSource clock,
        ThreadFactory writers,
        SessionMetrics metrics) {}
