package io.millrace.edge.session;

import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.ArchiveRange;
import io.millrace.edge.room.ArchiveUnavailableException;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.RoomPublication;
import io.millrace.id.RoomId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// An archive in memory. Thread-safe.
final class FakeArchive implements Archive {

    private final List<Publication> content = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private volatile boolean away;
    private volatile boolean busy;

    /// Archives the events from one offset to another, both included.
    void holds(long from, long to) {
        RoomFixtures.events(from, to).stream()
                .map(RoomPublication::wire)
                .filter(Objects::nonNull)
                .forEach(content::add);
    }

    void goAway() {
        away = true;
    }

    /// From now on too many others look at the past.
    void becomeBusy() {
        busy = true;
    }

    /// From now on nobody gets an answer before the latch is released.
    CountDownLatch becomeSlow() {
        answers = new CountDownLatch(1);
        return answers;
    }

    /// Reads so far, those without an answer included.
    int asked() {
        return asked.get();
    }

    @Override
    public List<Publication> read(RoomId room, ArchiveRange range, Use use) throws ArchiveUnavailableException {
        asked.incrementAndGet();
        try {
            answers.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        if (busy && use == Use.HISTORY) {
            throw ArchiveUnavailableException.busy();
        }
        if (away) {
            throw new ArchiveUnavailableException("away");
        }
        Comparator<Publication> ascending = Comparator.comparingLong(Publication::offset);
        List<Publication> found = new ArrayList<>(content);
        found.removeIf(publication -> publication.offset() < range.first() || publication.offset() > range.last());
        found.sort(range.newestFirst() ? ascending.reversed() : ascending);
        return found.subList(0, Math.min(range.limit(), found.size()));
    }
}
