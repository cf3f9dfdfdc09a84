package io.millrace.edge.room;

import io.millrace.edge.protocol.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest publications of a room, ascending and without gap up to the top. Not thread-safe.
final class Tail {

    private final int capacity;
    private final ArrayDeque<RoomPublication> publications = new ArrayDeque<>();

    /// @param capacity publications kept, 0 for none
    Tail(int capacity) {
        this.capacity = capacity;
    }

    void add(RoomPublication publication) {
        publications.add(publication);
        if (publications.size() > capacity) {
            publications.remove();
        }
    }

    /// Puts something else at the place of a publication, if it is here.
    void replace(Publication standIn) {
        for (int i = publications.size(); i > 0; i--) {
            RoomPublication publication = publications.remove();
            boolean taken = publication.offset() == standIn.offset() && publication.wire() != null;
            publications.add(taken ? publication.with(standIn) : publication);
        }
    }

    void clear() {
        publications.clear();
    }

    /// Drops those before an offset.
    void forgetBefore(long offset) {
        while (!publications.isEmpty() && publications.peek().offset() < offset) {
            publications.remove();
        }
    }

    /// Offset of the oldest one that is not older than a time, or what is given when there is none.
    long first(long notBeforeMicros, long otherwise) {
        for (RoomPublication publication : publications) {
            if (publication.atMicros() >= notBeforeMicros) {
                return publication.offset();
            }
        }
        return otherwise;
    }

    /// The newest one that takes nothing back, or null.
    @Nullable
    RoomPublication newest() {
        Iterator<RoomPublication> newestFirst = publications.descendingIterator();
        while (newestFirst.hasNext()) {
            RoomPublication publication = newestFirst.next();
            if (publication.standIn() == null) {
                return publication;
            }
        }
        return null;
    }

    /// Those after an offset and not older than a time, ascending.
    List<RoomPublication> after(long offset, long notBeforeMicros) {
        List<RoomPublication> result = new ArrayList<>();
        for (RoomPublication publication : publications) {
            if (publication.offset() > offset && publication.atMicros() >= notBeforeMicros) {
                result.add(publication);
            }
        }
        return result;
    }

    /// Those before an offset and not older than a time, descending.
    List<RoomPublication> before(long offset, long notBeforeMicros) {
        List<RoomPublication> result = new ArrayList<>();
        for (RoomPublication publication : publications) {
            if (publication.offset() < offset && publication.atMicros() >= notBeforeMicros) {
                result.add(publication);
            }
        }
        Collections.reverse(result);
        return result;
    }
}
