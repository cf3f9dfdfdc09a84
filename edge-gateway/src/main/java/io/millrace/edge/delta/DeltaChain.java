package io.millrace.edge.delta;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import org.jspecify.annotations.Nullable;

/// Publications as subscribers with deltas get them (protocol section 8): on a JSON connection the data is
/// always a JSON string, which holds the payload's text or that of the patch.
public final class DeltaChain {

    private DeltaChain() {}

    /// What leads from one payload to the next, or null when the next one is not longer than that.
    public static @Nullable Payload patch(Payload previous, Payload next, boolean text) {
        byte[] delta = FossilDelta.between(previous.toByteArray(), next.toByteArray(), text);
        return delta == null ? null : Payload.wrap(delta);
    }

    /// One publication as it travels.
    ///
    /// @param patch against the one before, or null to send it in full
    public static Publication link(Publication publication, @Nullable Payload patch, Encoding encoding) {
        Payload data = patch == null ? publication.data() : patch;
        return publication.with(encoding.isBinary() ? data : data.asJsonString(), patch != null);
    }
}
