package io.millrace.edge.sanction;

import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Sanctions for tests.
public final class SanctionRecords {

    private SanctionRecords() {}

    /// A sanction since ever, by a moderator.
    ///
    /// @param room empty for everywhere
    /// @param until null for never
    public static Sanction sanction(String id, String user, String room, SanctionKind kind, @Nullable Instant until) {
        return Sanction.newBuilder()
                .setId(id)
                .setUser(user)
                .setRoom(room)
                .setKind(kind)
                .setFrom(Instant.EPOCH)
                .setUntil(until)
                .setReason("of \"" + id + '"')
                .setActor("moderator")
                .build();
    }
}
