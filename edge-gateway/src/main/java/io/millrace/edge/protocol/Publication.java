package io.millrace.edge.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One message of a room, live, in history or recovered.
///
/// @param data the payload; on a JSON connection with delta a JSON string that holds it
/// @param info who published it, null for publications that no client made
/// @param offset position in the room from 1, 0 in rooms without history
/// @param tags labels set by the publisher's side
/// @param delta whether `data` is a patch against the room's previous publication
public record Publication(Payload data, @Nullable ClientInfo info, long offset, Map<String, String> tags, boolean delta)
        implements Push.Event {

    /// Keeps its own copy of the tags.
    public Publication {
        tags = Map.copyOf(tags);
    }

    /// The same publication with other data.
    public Publication with(Payload otherData, boolean asDelta) {
        return new Publication(otherData, info, offset, tags, asDelta);
    }

    /// The same publication without a place, as rooms without history have it.
    public Publication withoutOffset() {
        return new Publication(data, info, 0, tags, delta);
    }

    /// A full publication without tags.
    public static Publication of(Payload data, @Nullable ClientInfo info, long offset) {
        return new Publication(data, info, offset, Map.of(), false);
    }
}
