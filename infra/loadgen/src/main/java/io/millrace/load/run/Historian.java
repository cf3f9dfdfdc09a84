package io.millrace.load.run;

import io.millrace.load.client.Position;
import io.millrace.load.record.History;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes the history, when there is one. A write that fails does not hurt the connection whose event it was:
/// [#failure] tells the run.
final class Historian {

    private final @Nullable History history;
    private volatile @Nullable UncheckedIOException failure;

    /// @param history null for none
    Historian(@Nullable History history) {
        this.history = history;
    }

    @Nullable
    UncheckedIOException failure() {
        return failure;
    }

    boolean isWriting() {
        return history != null;
    }

    void invoked(String client, String room, String id, int hash) {
        write(to -> to.invoked(System.nanoTime(), client, room, id, hash));
    }

    void accepted(String id, Position place) {
        write(to -> to.accepted(System.nanoTime(), id, place.epoch(), place.offset()));
    }

    void refused(String id, int code) {
        write(to -> to.refused(System.nanoTime(), id, code));
    }

    void unknown(String id) {
        write(to -> to.unknown(System.nanoTime(), id));
    }

    /// @param again whether the session had been in the room before
    void subscribed(String session, String room, Position position, boolean again) {
        write(to -> {
            if (again) {
                to.restarted(System.nanoTime(), session, room, position.epoch(), position.offset());
            } else {
                to.subscribed(System.nanoTime(), session, room, position.epoch(), position.offset());
            }
        });
    }

    void delivered(long atNanos, String session, String room, Position position, byte[] frame, int from, int to) {
        String id = Payload.id(frame, from, to);
        int hash = Payload.hash(frame, from, to);
        write(into -> into.delivered(atNanos, session, room, position.epoch(), position.offset(), id, hash));
    }

    private void write(Consumer<History> event) {
        History open = history;
        if (open == null) {
            return;
        }
        try {
            event.accept(open);
        } catch (UncheckedIOException e) {
            failure = e;
        }
    }
}
