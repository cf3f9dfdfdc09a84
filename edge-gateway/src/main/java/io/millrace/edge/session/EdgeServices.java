package io.millrace.edge.session;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.admission.TokenVerifier;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.Publisher;
import io.millrace.edge.review.Complaints;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.RoomHub;
import io.millrace.edge.sanction.Sanctions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// What every session of an edge works with.
///
/// @param archive of publications that rooms no longer have at hand
/// @param sanctions of all users
/// @param complaints takes what users bring before moderators
/// @param clock wall clock, for tokens and history
/// @param writers makes the virtual threads that write to clients
public record EdgeServices(
        EdgeConfig config,
        TokenVerifier tokens,
        RoomRules rules,
        RoomHub rooms,
        Archive archive,
        Publisher publisher,
        Sanctions sanctions,
        Complaints complaints,
        AuditLog audit,
        InstantSource clock,
        ThreadFactory writers,
        SessionMetrics metrics) {

    /// The rules of an edge.
    public static RoomRules rulesOf(EdgeConfig config) {
        return new RoomRules(
                config.namespaces(),
                config.limits().session().channelName(),
                config.auth().insecure());
    }

    /// Wall-clock time in microseconds since 1970 UTC.
    long nowMicros() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
    }
}
