package io.millrace.edge.room;

import io.millrace.edge.protocol.Publication;
import io.millrace.id.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer to a history question, as far as the room itself has it.
///
/// @param atHand publications in the order that was asked for
/// @param limit publications at most
/// @param rest what the archive may have: before `atHand` where that ascends, behind it where it descends;
///     null for
///     nothing
/// @param standIns what stands in for publications that were taken back, by offset: the archive may not know of
///     it yet
public record HistoryPage(
        List<Publication> atHand, int limit, @Nullable ArchiveRange rest, Map<Long, Publication> standIns) {

    /// A page of a room in which nothing was taken back lately.
    public HistoryPage(List<Publication> atHand, int limit, @Nullable ArchiveRange rest) {
        this(atHand, limit, rest, Map.of());
    }

    /// The page, with what the archive has to add.
    ///
    /// @throws ArchiveUnavailableException when it cannot be asked now, or has not got as far as the place at
    ///     which the page has to begin
    public List<Publication> complete(Archive archive, RoomId room) throws ArchiveUnavailableException {
        if (rest == null) {
            return atHand;
        }
        List<Publication> archived = archive.read(room, rest, Archive.Use.HISTORY);
        if (lacksItsBeginning(archive, room, archived, rest)
                && !has(archive, room, rest, rest.last() + 1, Long.MAX_VALUE)) {
            throw ArchiveUnavailableException.behind();
        }
        return with(StandIns.in(archived, standIns));
    }

    /// Whether the publication is missing at which the page has to begin, and older ones are there: then it was
    /// not forgotten. It is on its way, or, where newer ones are there too, it never came.
    private boolean lacksItsBeginning(Archive archive, RoomId room, List<Publication> archived, ArchiveRange asked)
            throws ArchiveUnavailableException {
        return asked.newestFirst()
                ? atHand.isEmpty() && !archived.isEmpty() && archived.getFirst().offset() < asked.last()
                : archived.isEmpty() && asked.first() > 1 && has(archive, room, asked, 1, asked.first() - 1);
    }

    private static boolean has(Archive archive, RoomId room, ArchiveRange asked, long first, long last)
            throws ArchiveUnavailableException {
        ArchiveRange one = new ArchiveRange(asked.epoch(), first, last, 1, true);
        return !archive.read(room, one, Archive.Use.HISTORY).isEmpty();
    }

    /// The page with what the archive had. A page never has a hole: where the archive lags behind, it ends
    /// before it, and who reads on asks again.
    List<Publication> with(List<Publication> archived) {
        if (rest == null || archived.isEmpty()) {
            return atHand;
        }
        List<Publication> front = rest.newestFirst() ? atHand : archived;
        List<Publication> back = rest.newestFirst() ? archived : atHand;
        Publication seam = rest.newestFirst() ? archived.getFirst() : archived.getLast();
        if (seam.offset() != rest.last() || front.isEmpty() || back.isEmpty()) {
            return front.isEmpty() ? back : front;
        }
        List<Publication> page = new ArrayList<>(front);
        page.addAll(back.subList(0, Math.min(back.size(), Math.max(0, limit - front.size()))));
        return page;
    }
}
