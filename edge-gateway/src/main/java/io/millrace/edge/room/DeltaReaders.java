package io.millrace.edge.room;

import io.millrace.edge.delta.DeltaChain;
import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.Push;
import io.millrace.edge.protocol.Reply;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of a room that take deltas: each gets one publication in full and from then on what changes. A
/// delta is made once for all of them and encoded once for each encoding. Not thread-safe.
final class DeltaReaders {

    private final String channel;
    private final boolean text;
    /// By client; whether it has the previous publication.
    private final Map<String, Boolean> readers = new HashMap<>();

    private @Nullable Payload previous;

    /// @param channel name of the room on the wire
    /// @param text whether payloads are UTF-8
    DeltaReaders(String channel, boolean text) {
        this.channel = channel;
        this.text = text;
    }

    /// @param last the room's newest publication, if the client has it already
    void add(String client, @Nullable Payload last) {
        // Others may have had a publication without a place since: then this one needs its own first one.
        boolean same = last != null && (previous == null || previous.equals(last));
        readers.put(client, same);
        if (same) {
            previous = last;
        }
    }

    /// Says whether nobody takes deltas any more.
    boolean remove(String client) {
        readers.remove(client);
        return readers.isEmpty();
    }

    /// Sends a publication to all members, each in its way.
    void push(Publication publication, SharedReply plain, Collection<RoomMember> members) {
        Payload before = previous;
        SharedReply full = new DeltaPush(publication, null);
        SharedReply patched = before == null ? full : new DeltaPush(publication, before);
        for (RoomMember member : members) {
            Boolean hasPrevious = readers.get(member.info().client());
            if (hasPrevious == null) {
                member.push(plain);
            } else {
                member.push(hasPrevious ? patched : full);
            }
        }
        readers.replaceAll((client, hadPrevious) -> true);
        previous = publication.data();
    }

    /// Sends a publication in full to one member that takes deltas and leaves the others out: a client makes
    /// the next delta good with what it had last, so this one gets its next publication in full.
    ///
    /// @return false when the member takes none, and nothing was sent
    boolean pushAside(RoomMember member, Publication publication) {
        if (readers.replace(member.info().client(), false) == null) {
            return false;
        }
        member.push(new DeltaPush(publication, null));
        return true;
    }

    /// A publication for those who take deltas.
    private final class DeltaPush extends SharedReply {

        private final Publication publication;
        private final @Nullable Payload against;
        private @Nullable Payload patch;
        private boolean patchMade;

        DeltaPush(Publication publication, @Nullable Payload against) {
            super(new Push(channel, publication));
            this.publication = publication;
            this.against = against;
        }

        @Override
        protected Reply reply(Encoding encoding) {
            return new Push(channel, DeltaChain.link(publication, patch(), encoding));
        }

        private synchronized @Nullable Payload patch() {
            if (!patchMade && against != null) {
                patch = DeltaChain.patch(against, publication.data(), text);
            }
            patchMade = true;
            return patch;
        }
    }
}
