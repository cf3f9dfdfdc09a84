package io.millrace.edge.review;

import io.millrace.edge.protocol.Publication;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What this edge knows of a reported message.
///
/// @param room where it is
/// @param epoch of the room; empty when it is not known
/// @param namespace of the room
/// @param publication the message; null when it is not at hand
public record Reported(
        RoomId room,
        Namespace namespace,
        String epoch,
        @Nullable Publication publication) {

    /// The payload, where moderators could not look it up.
    @Nullable
    ByteBuffer unarchived() {
        return publication == null || namespace.persistence()
                ? null
                : publication.data().asByteBuffer();
    }

    PayloadFormat format() {
        return namespace.format() == Namespace.Format.JSON ? PayloadFormat.JSON : PayloadFormat.BINARY;
    }
}
