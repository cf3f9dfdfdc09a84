package io.millrace.edge.room;

import io.millrace.edge.protocol.Publication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands in for publications that were taken back lately. The archive hears of a retraction a moment later
/// than the room: what it gives is looked through, so that a text that was taken back does not come back. Not
/// thread-safe.
final class StandIns {

    /// Retractions remembered; of earlier ones the archive has long heard.
    private static final int MOST = 1_024;

    /// By offset, oldest retraction first; null before the first one.
    private @Nullable Map<Long, Publication> byOffset;

    void add(Publication standIn) {
        Map<Long, Publication> known = byOffset == null ? new LinkedHashMap<>() : byOffset;
        byOffset = known;
        if (known.size() >= MOST) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(standIn.offset(), standIn);
    }

    void clear() {
        byOffset = null;
    }

    /// As they are now.
    Map<Long, Publication> copy() {
        return byOffset == null ? Map.of() : Map.copyOf(byOffset);
    }

    /// The publications, each of them as it is now.
    List<Publication> in(List<Publication> publications) {
        return byOffset == null ? publications : in(publications, byOffset);
    }

    /// As [#in(List)], with what [#copy] gave.
    static List<Publication> in(List<Publication> publications, Map<Long, Publication> standIns) {
        return standIns.isEmpty()
                ? publications
                : publications.stream()
                        .map(publication -> standIns.getOrDefault(publication.offset(), publication))
                        .toList();
    }
}
